/*
 * saved.h - fitted values in a file of their own, for other images.  Inside
 * lib/norm only.
 *
 * A table with the columns side, method, low, high (percentiles), scope,
 * group, split and images (what was fitted to), offset, scale.  A side has
 * one row, or, fitted by group, a row a group.  Fitted by image, it has one
 * row without offset and scale: each image is fitted by itself again.
 */
#ifndef NORM_SAVED_H
#define NORM_SAVED_H

#include "file/tsv.h"
#include "norm/rule.h"

struct saved {
	struct tsv table;
};

/* Read C from PATH.  What saved_add cannot have made is err_data.  The
 * caller releases C after success only. */
int saved_read(struct saved *c, const char *path, struct err *err);
void saved_release(struct saved *c);

/* Put into R the rule that SIDE was fitted by; its strings are constant. */
void saved_rule(const struct saved *c, enum side side, struct norm_rule *r);
/* Put into TO the values for an image of GROUP; err_data when there are
 * none. */
int saved_norm(const struct saved *c, enum side side, const char *group,
	       struct norm *to, struct err *err);

/* What a pair of values was fitted to. */
struct saved_fit {
	enum side side;
	const struct norm_rule *rule;
	const char *group; /* by group: which; else "" */
	const char *split; /* of the images fitted to; "": all */
	size_t images;	   /* fitted to; by image: 1 */
};

/* Add a row to C, of which all-zero is empty.  NORM is NULL when each image
 * is fitted by itself. */
void saved_add(struct saved *c, const struct saved_fit *fit,
	       const struct norm *norm);
int saved_write(const struct saved *c, const char *path, struct err *err);

#endif
