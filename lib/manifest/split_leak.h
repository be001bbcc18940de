/*
 * split_leak.h - finds leaks: scored rows whose image or group was also trained
 * on.  Their scores say nothing about new images.
 *
 * Two images of one side are the same if the digests of their pixels are equal.
 * If the caller does not know these digests, the column source_sha256 (or
 * target_sha256) is compared, together with the plane ("[c=1,t=3]").  Without
 * this column, the references are compared.
 *
 * Two groups are the same if their names are equal.  So compare groups only
 * within one manifest, or if names mean the same groups in both.
 *
 * xp-pairs --check finds near copies.
 */
#ifndef MANIFEST_SPLIT_LEAK_H
#define MANIFEST_SPLIT_LEAK_H

#include "file/digest.h"
#include "manifest/manifest.h"

struct split_leak_rows {
	const struct manifest *manifest;
	const char *split; /* NULL: all rows */
	/* digests of the pixels of both images of each row, or NULL */
	const struct digest (*pixels)[SIDES];
	/* Bits for each row of the manifest, or NULL.  For scored rows,
	 * split_leak_find adds what the row shares with rows trained on
	 * (SPLIT_LEAK_SOURCE ...). */
	unsigned char *shares;
};

enum { SPLIT_LEAK_SOURCE = 1, SPLIT_LEAK_TARGET = 2, SPLIT_LEAK_GROUP = 4 };

struct split_leak {
	size_t scored;
	struct split_leak_count {
		size_t rows;		  /* rows that leak */
		const struct pair *first; /* first such row */
		/* a row trained on that shares the image or group with FIRST */
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
