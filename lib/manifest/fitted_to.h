/*
 * fitted_to.h - says which images the normalisation of an image was fitted to.
 *
 * The columns source_fit and target_fit of a manifest have one of these words.
 * "Side" is the side of the column, source or target:
 *
 *	none		no image: --method=none or fixed
 *	saved		images of another manifest: --apply
 *	set		all images of the side
 *	set:LABEL	the images of the side in the split LABEL
 *	group		all images of the side in the row's group
 *	group:LABEL	those of them in the split LABEL
 *	image		the row's own image
 *
 * Without the column, or in an empty cell, nothing is known.
 *
 * A prediction is converted back to the target's units with the offset and
 * scale of its row.  If these were fitted to this very target, the prediction
 * contains information from the target, and the score is too good.
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
	/* label of a set or a group, not owned; NULL: all splits */
	const char *split;
};

/* Parses the cell TEXT, into which TO->split then points.  Fails with err_data
 * if TEXT is none of the words above. */
int fitted_to_parse(struct fitted_to *to, const char *text, struct err *err);

/* Appends the cell for F to TEXT. */
void fitted_to_text(const struct fitted_to *f, struct buf *text);

/* Returns 1 if the normalisation of an image was fitted to this very image,
 * alone or with others; 0 if not, or if this is not known.  F is the cell and
 * SPLIT the split of its row. */
int fitted_to_own(const struct fitted_to *f, const char *split);

#endif
