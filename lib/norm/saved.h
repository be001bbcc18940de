/*
 * saved.h - a file of fitted offsets and scales, to be applied to other images.
 *
 * Inside lib/norm only.
 *
 * The file is a table: side, method, low, high (percentiles), scope, group,
 * split (whose images were fitted to), images (how many), offset, scale.  A
 * side has one row if it was fitted as a set, one row a group if it was fitted
 * by group.  If it was fitted by image, it has one row without offset and
 * scale: new images are fitted by themselves, too.
 */
#ifndef NORM_SAVED_H
#define NORM_SAVED_H

#include "file/tsv.h"
#include "norm/fit_rule.h"

struct saved {
	struct tsv table;
};

/* Reads C from PATH.  The caller releases C. Fails with err_data unless
 * saved_write can have written the file. */
int saved_read(struct saved *c, const char *path, struct err *err);
void saved_release(struct saved *c);

/* Fills R with the rule of SIDE.  Its texts are constants. */
void saved_rule(const struct saved *c, enum side side, struct fit_rule *r);

/* Fills TO for an image of GROUP.  Fails with err_data if C has no values for
 * it. */
int saved_norm(const struct saved *c, enum side side, const char *group,
	       struct norm *to, struct err *err);

/* what an offset and a scale were fitted to */
struct saved_fit {
	enum side side;
	const struct fit_rule *rule;
	const char *group; /* "" if not fitted by group */
	/* "": all splits */
	const char *split;
	size_t images; /* by image: 1 */
};

/* Adds a row to C, which may be zeros.  NORM is NULL if each image is fitted by
 * itself. */
void saved_add(struct saved *c, const struct saved_fit *fit,
	       const struct norm *norm);
int saved_write(const struct saved *c, const char *path, struct err *err);

#endif
