/*
 * saved.h - fitted values in a file of their own, for other images.
 *
 * A table.  Columns: side, method, low, high (percentiles), scope, group,
 * split and images (what was fitted to), offset, scale.  A side has one
 * row; fitted by group one for each group; fitted by image one whose
 * offset and scale are empty: each image is fitted by itself again.
 */
#ifndef NORM_SAVED_H
#define NORM_SAVED_H

#include "norm/fit_side.h"

struct saved {
	struct tsv table;
};

/* Refuses what saved_add cannot have made.  C is released by the caller
 * only after success. */
int saved_read(struct saved *c, const char *path, struct err *err);
void saved_release(struct saved *c);

/* The rule that SIDE was fitted by; its strings are constant. */
void saved_rule(const struct saved *c, enum side side, struct norm_rule *r);
/* The values for an image of GROUP; err_data when there are none. */
int saved_norm(const struct saved *c, enum side side, const char *group,
	       struct norm *to, struct err *err);

/* Add the rows of a fit to the rows of P.  All-zero C is empty. */
void saved_add(struct saved *c, const struct manifest *p,
	       const struct fit_side *f, const struct fit_options *o);
int saved_write(const struct saved *c, const char *path, struct err *err);

#endif
