/*
 * saved.h - a file of fitted offsets and scales, to be applied to other images.
 *
 * Inside lib/norm only.
 *
 * The file is a table with these columns:
 *
 *	side		source or target
 *	method, low, high, scope	the rule (fit_rule.h); low and high are
 *			percentiles
 *	group		the group, if the side was fitted by group
 *	split, images	what was fitted to: the split, the number of images
 *	offset, scale	the result
 *
 * A side has one row or, if fitted by group, one for each group.  If fitted by
 * image, its row has no offset and scale: each new image is fitted by itself,
 * too.
 *
 * Of several channels, offset and scale are lists with commas between.
 */
#ifndef NORM_SAVED_H
#define NORM_SAVED_H

#include "file/tsv.h"
#include "norm/fit_rule.h"

struct saved {
	struct tsv table;
};

/* Reads C from PATH.  The caller releases C.  Fails with err_data unless
 * saved_write can have written the file. */
int saved_read(struct saved *c, const char *path, struct err *err);
void saved_release(struct saved *c);

/* Fills R with the rule of SIDE.  Its texts are constants. */
void saved_rule(const struct saved *c, enum side side, struct fit_rule *r);

/* Fills TO with offset and scale for a channel, of CHANNELS, of an image of
 * GROUP.  Fails with err_data if C has no values for this image, or for another
 * number of channels. */
int saved_norm(const struct saved *c, enum side side, const char *group,
	       size_t channel, size_t channels, struct norm *to,
	       struct err *err);

/* what an offset and a scale were fitted to */
struct saved_fit {
	enum side side;
	const struct fit_rule *rule;
	const char *group; /* "" if not fitted by group */
	/* "": all splits */
	const char *split;
	size_t images; /* 1 if fitted by image */
	size_t channels;
};

/* Adds a row to C, which may be all-zero, with the values of CHANNEL, an array.
 * CHANNEL is NULL if each image is fitted by itself. */
void saved_add(struct saved *c, const struct saved_fit *fit,
	       const struct channel *channel);
int saved_write(const struct saved *c, const char *path, struct err *err);

#endif
