/*
 * fitted_to.h - says which images the normalisation of an image was fitted to.
 *
 * xp-norm writes this into the columns source_fit and target_fit, next to
 * offset and scale:
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
 * If the cell is empty or the column is missing, it is unknown what the values
 * were fitted to: another program made the manifest.
 *
 * This matters for scores.  A prediction is converted back to the target's
 * units with the offset and scale of its row.  If these were fitted to that
 * very target, the prediction contains information from the target, and its
 * score is better than what the network alone achieves.
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
	/* for a set or a group: its split; NULL: all splits; not owned */
	const char *split;
};

/* Parses the cell TEXT; TO->split points into it.  If TEXT is not one of the
 * words above, fails with err_data. */
int fitted_to_parse(struct fitted_to *to, const char *text, struct err *err);
/* Appends to TEXT a cell that fitted_to_parse reads back as F. */
void fitted_to_text(const struct fitted_to *f, struct buf *text);

/* Returns 1 if an image, whose row has F and the split SPLIT, was among the
 * images that its offset and scale were fitted to; 0 if not, or if unknown.  1
 * for a target that is scored means that information leaks from the target into
 * the score. */
int fitted_to_own(const struct fitted_to *f, const char *split);

#endif
