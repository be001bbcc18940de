/*
 * fitted_to.h - which images the normalisation of an image was fitted to.
 *
 * xp-norm writes it beside offset and scale, into the columns source_fit and
 * target_fit:
 *
 *	none		no image: --method=none or fixed
 *	saved		images of another manifest: --apply
 *	set:LABEL	the images of that side in the split LABEL, which may
 *			be empty
 *	set		all images of that side
 *	group:LABEL	those of the row's group in the split LABEL
 *	group		all images of that side in the row's group
 *	image		the row's own image
 *
 * An empty cell, or no column, says nothing: the manifest comes from
 * elsewhere.
 *
 * Why: a prediction is turned back with the values of its row's target.  If
 * these were fitted to that very target, the prediction contains what only
 * the target knows, and its score is better than that of the network.
 */
#ifndef MANIFEST_FITTED_TO_H
#define MANIFEST_FITTED_TO_H

#include "base/buf.h"
#include "base/err.h"

enum fitted_scope {
	FITTED_UNKNOWN,
	FITTED_NONE,
	FITTED_SAVED,
	FITTED_SET,
	FITTED_GROUP,
	FITTED_IMAGE,
};

struct fitted_to {
	enum fitted_scope scope;
	const char *split; /* of a set or group; NULL: all; not owned */
};

/* Parse a cell; TO->split points into TEXT.  Other words are err_data. */
int fitted_to_parse(struct fitted_to *to, const char *text, struct err *err);
/* Add the cell to TEXT. */
void fitted_to_text(const struct fitted_to *f, struct buf *text);

/* Whether an image in SPLIT is among those that its own values were fitted
 * to: 1: yes, 0: no, or unknown.  Of a target that is scored, 1 means that
 * the score leaks. */
int fitted_to_own(const struct fitted_to *f, const char *split);

#endif
