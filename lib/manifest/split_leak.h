/*
 * split_leak.h - finds rows that are scored although their image or group was
 * trained on.
 *
 * The score of an image that a network was trained on says nothing about new
 * images.  Two things can leak: the same image is both trained on and scored;
 * or a group has rows in both (another frame of the same field).  Near copies
 * are not found here; xp-pairs --check finds them by comparing pixels.
 *
 * Sources are compared with sources, targets with targets.  Two images are the
 * same if the digests of their pixels are equal, if the caller gives these for
 * both sets of rows.  Otherwise they are the same if source_sha256 (or
 * target_sha256) and the selection after the path ("[c=1,t=3]") are equal.  For
 * a row without that cell, the references are compared.
 *
 * Two groups are the same if their names are equal.  So compare groups only if
 * both sets come from one manifest, or if a name means the same group in both.
 */
#ifndef MANIFEST_SPLIT_LEAK_H
#define MANIFEST_SPLIT_LEAK_H

#include "file/digest.h"
#include "manifest/manifest.h"

struct split_leak_rows {
	const struct manifest *manifest;
	const char *split; /* only the rows of this split; NULL: all rows */
	/* For each row of the manifest's list, the digests of the pixels of its
	 * two images; or NULL.  Rows of other splits are ignored. */
	const struct digest (*pixels)[SIDES];
	/* For scored rows, or NULL.  split_leak_find stores here, for each row
	 * of the manifest's list, what the row shares with rows trained on
	 * (bits SPLIT_LEAK_SOURCE ...). */
	unsigned char *shares;
};

enum { SPLIT_LEAK_SOURCE = 1, SPLIT_LEAK_TARGET = 2, SPLIT_LEAK_GROUP = 4 };

struct split_leak {
	size_t scored; /* number of rows that are scored */
	struct split_leak_count {
		size_t rows;		  /* number of scored rows that leak */
		const struct pair *first; /* the first of them */
		/* a row trained on that shares the image or the group with
		 * FIRST */
		const struct pair *trained;
	} side[SIDES], group; /* FIRST and TRAINED are NULL if ROWS is 0 */
};

/* Counts the rows of SCORED whose source, target or group is among those of
 * TRAINED; compares groups only if GROUPS is 1.  Both manifests must outlive
 * TO. Takes time proportional to N log N. */
void split_leak_find(struct split_leak *to,
		     const struct split_leak_rows *trained,
		     const struct split_leak_rows *scored, int groups);

/* Adds a warning for each kind of leak: how many rows of PART ("test") leak,
 * the first of them, what it shares with which row, and what to do. */
void split_leak_report(const struct split_leak *leak, const char *part,
		       struct messages *messages);

#endif
