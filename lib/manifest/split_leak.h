/*
 * split_leak.h - finds leaks: scored rows whose image or group was also trained
 * on.  Their scores say nothing about new images.
 *
 * Two images of one side are the same if the digests of their pixels are equal.
 * If the caller gives no such digests, their source_sha256 (or target_sha256)
 * and the selections after their paths ("[c=1,t=3]") must be equal; if these
 * are missing, their references.
 *
 * Two groups are the same if their names are equal.  So compare groups only
 * within one manifest, or if names mean the same groups in both.
 *
 * Near copies are not found here, but by xp-pairs --check.
 */
#ifndef MANIFEST_SPLIT_LEAK_H
#define MANIFEST_SPLIT_LEAK_H

#include "file/digest.h"
#include "manifest/manifest.h"

struct split_leak_rows {
	const struct manifest *manifest;
	const char *split; /* split of the rows; NULL: all rows */
	/* digests of the pixels of both images of each row of the manifest, or
	 * NULL; those of other splits are not used */
	const struct digest (*pixels)[SIDES];
	/* what each scored row of the manifest shares with rows trained on, as
	 * bits (SPLIT_LEAK_SOURCE ...); filled in, unless NULL */
	unsigned char *shares;
};

enum { SPLIT_LEAK_SOURCE = 1, SPLIT_LEAK_TARGET = 2, SPLIT_LEAK_GROUP = 4 };

struct split_leak {
	size_t scored; /* number of scored rows */
	struct split_leak_count {
		size_t rows;		  /* number of rows that leak */
		const struct pair *first; /* first such row */
		/* row trained on that FIRST leaks from */
		const struct pair *trained;
	} side[SIDES], group; /* FIRST and TRAINED are NULL if no row leaks */
};

/* Counts the rows of SCORED that share the source, the target or (if GROUPS is
 * 1) the group with a row of TRAINED.  Both manifests must outlive TO.  The
 * time grows as N log N with the number of rows. */
void split_leak_find(struct split_leak *to,
		     const struct split_leak_rows *trained,
		     const struct split_leak_rows *scored, int groups);

/* Warns of each kind of leak: how many rows of PART ("test") leak, the first of
 * them, the row trained on, and what to do. */
void split_leak_report(const struct split_leak *leak, const char *part,
		       struct messages *messages);

#endif
