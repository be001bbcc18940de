/*
 * carried.h - fitted values in a file of their own, for other images.
 *
 * A table.  Columns: side, method, low, high (percentiles), scope, group,
 * split and images (what was fitted to), offset, scale.  A side has one
 * row; fitted by group one for each group; fitted by image one whose
 * offset and scale are empty: each image is fitted by itself again.
 */
#ifndef IMAGE_CARRIED_H
#define IMAGE_CARRIED_H

#include "image/side.h"

struct carried {
	struct tsv table;
};

/* Refuses what carried_add cannot have made.  C is released by the caller
 * only after success. */
int carried_read(struct carried *c, const char *path, struct err *err);
void carried_release(struct carried *c);

/* The rule that SIDE was fitted by; its strings are constant. */
void carried_rule(const struct carried *c, enum side side,
		  struct norm_rule *r);
/* The values for an image of GROUP; err_data when there are none. */
int carried_norm(const struct carried *c, enum side side, const char *group,
		 struct norm *to, struct err *err);

/* Add the rows of a fit to the rows of P.  All-zero C is empty. */
void carried_add(struct carried *c, const struct pairs *p,
		 const struct side_fit *f, const struct side_options *o);
int carried_write(const struct carried *c, const char *path,
		  struct err *err);

#endif
