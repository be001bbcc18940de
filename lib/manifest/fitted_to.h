/*
 * fitted_to.h - says which images the normalisation of an image was fitted to.
 *
 * xp-norm writes one of these words into the columns source_fit and target_fit,
 * next to offset and scale.  "That side" is the side of the column:
 *
 *	none		no image: --method=none or fixed
 *	saved		images of another manifest: --apply
 *	set:LABEL	the images of that side in the split LABEL, which may
 *			be empty
 *	set		all images of that side
 *	group:LABEL	the images of that side in the row's group and in the
 *			split LABEL
 *	group		all images of that side in the row's group
 *	image		the row's own image
 *
 * If another program made the manifest, the cell may be empty or the column
 * missing.  Then it is unknown which images offset and scale were fitted to.
 *
 * This matters for scores.  A prediction is converted back to the target's
 * units with the offset and scale of its row.  If offset and scale were fitted
 * to this target itself, the prediction contains information from the target.
 * Then the score is better than the network alone would achieve.
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
	/* Split of a set or a group; NULL: all splits.  Not owned. */
	const char *split;
};

/* Parses the cell TEXT into TO.  TO->split points into TEXT.  If TEXT is not
 * one of the words above, fails with err_data. */
int fitted_to_parse(struct fitted_to *to, const char *text, struct err *err);

/* Appends to TEXT a cell that fitted_to_parse reads back as F. */
void fitted_to_text(const struct fitted_to *f, struct buf *text);

/* Returns 1 if offset and scale of an image were fitted to this image, alone or
 * with others.  Returns 0 if they were not, or if this is unknown.  F is the
 * parsed cell of the image's row.  SPLIT is the split of the row.  For a target
 * that is scored, 1 means that information leaks from the target into the
 * score. */
int fitted_to_own(const struct fitted_to *f, const char *split);

#endif
