/*
 * saved.h - a file of fitted offsets and scales, which can be applied to other
 * images.
 *
 * Inside lib/norm only.
 *
 * The file is a table with the columns side, method, low, high, scope, group,
 * split, images, offset and scale.  LOW and HIGH are percentiles.  SPLIT says
 * whose images were fitted to, IMAGES how many.  A side that was fitted as a
 * set has one row; a side fitted by group has one row for each group.  A side
 * fitted by image has one row without offset and scale: each new image is
 * fitted by itself, too.
 */
#ifndef NORM_SAVED_H
#define NORM_SAVED_H

#include "file/tsv.h"
#include "norm/fit_rule.h"

struct saved {
	struct tsv table;
};

/* Reads C from PATH.  After success the caller releases C.  Fails with err_data
 * if the file is not one that saved_write can have written. */
int saved_read(struct saved *c, const char *path, struct err *err);
void saved_release(struct saved *c);

/* Fills R with the rule by which SIDE was fitted.  The texts of R are
 * constants. */
void saved_rule(const struct saved *c, enum side side, struct fit_rule *r);

/* Fills TO with offset and scale for an image of GROUP.  If C has no values for
 * this image, fails with err_data. */
int saved_norm(const struct saved *c, enum side side, const char *group,
	       struct norm *to, struct err *err);

/* Says what an offset and a scale were fitted to. */
struct saved_fit {
	enum side side;
	const struct fit_rule *rule;
	const char *group; /* group fitted to; "" if not fitted by group */
	/* split of the images fitted to; "": all splits */
	const char *split;
	size_t images; /* number of images fitted to; by image: 1 */
};

/* Adds a row to C.  If C is all zeros, it is empty.  NORM is NULL if each image
 * is fitted by itself. */
void saved_add(struct saved *c, const struct saved_fit *fit,
	       const struct norm *norm);
int saved_write(const struct saved *c, const char *path, struct err *err);

#endif
