/*
 * split_leak.h - finds leaks: scored rows whose image or group was also trained
 * on.
 *
 * The score of an image that a network was trained on says nothing about new
 * images.  There are two kinds of leak.  Either the same image is both trained
 * on and scored.  Or some rows of a group are trained on and others are scored;
 * such rows may show two frames of one field.  Near copies are not found here;
 * xp-pairs --check finds them by comparing pixels.
 *
 * Sources are compared with sources, targets with targets.  The caller may give
 * the digests of the pixels for both sets of rows.  Then two images are the
 * same if these digests are equal.  Without them, two images are the same if
 * two things are equal: their source_sha256 (or target_sha256) and the
 * selection after their path ("[c=1,t=3]").  If a row has no source_sha256 (or
 * target_sha256), its reference is compared.
 *
 * Two groups are the same if their names are equal.  So compare groups only if
 * both sets come from one manifest, or if a name means the same group in both
 * manifests.
 */
#ifndef MANIFEST_SPLIT_LEAK_H
#define MANIFEST_SPLIT_LEAK_H

#include "file/digest.h"
#include "manifest/manifest.h"

struct split_leak_rows {
	const struct manifest *manifest;
	const char *split; /* split of the rows; NULL: all rows */
	/* Digests of the pixels of both images of each row of the manifest's
	 * list; or NULL.  Rows of other splits are ignored. */
	const struct digest (*pixels)[SIDES];
	/* Bits (SPLIT_LEAK_SOURCE ...) for each row of the manifest's list; or
	 * NULL.  split_leak_find fills them in for scored rows.  They say what
	 * the row shares with rows trained on. */
	unsigned char *shares;
};

enum { SPLIT_LEAK_SOURCE = 1, SPLIT_LEAK_TARGET = 2, SPLIT_LEAK_GROUP = 4 };

struct split_leak {
	size_t scored; /* number of rows that are scored */
	struct split_leak_count {
		size_t rows;		  /* number of scored rows that leak */
		const struct pair *first; /* first such row */
		/* a row that is trained on and shares the image or the group
		 * with FIRST */
		const struct pair *trained;
	} side[SIDES], group; /* FIRST and TRAINED are NULL if ROWS is 0 */
};

/* Counts the rows of SCORED that share the source, the target or the group with
 * a row of TRAINED.  Compares groups only if GROUPS is 1.  Both manifests must
 * outlive TO.  Takes time proportional to N log N, where N is the number of
 * rows. */
void split_leak_find(struct split_leak *to,
		     const struct split_leak_rows *trained,
		     const struct split_leak_rows *scored, int groups);

/* Adds a warning for each kind of leak.  The warning says how many rows of PART
 * ("test") leak.  It names the first such row and the row trained on, and says
 * what to do. */
void split_leak_report(const struct split_leak *leak, const char *part,
		       struct messages *messages);

#endif
