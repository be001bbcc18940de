/*
 * split_leak.h - finds scored rows whose images or groups were trained on.
 *
 * A score of images that a network has seen says nothing about new images.  Two
 * things leak: an image that is both trained on and scored, and a group with
 * rows in both (another frame of the same field).  Near copies are not found
 * here; xp-pairs --check compares pixels to find them.
 *
 * Two images are the same if the digests of their pixels are equal, provided
 * that the caller gives these for both sets of rows.  Otherwise they are the
 * same if source_sha256 (target_sha256) and the selection after the path
 * ("[c=1,t=3]") are equal, or, for a row without that cell, if the references
 * are.  Sources are compared with sources, targets with targets.  Groups are
 * the same if their names are, so compare groups only if both sets come from
 * one manifest, or if a name means the same group in both.
 */
#ifndef MANIFEST_SPLIT_LEAK_H
#define MANIFEST_SPLIT_LEAK_H

#include "file/digest.h"
#include "manifest/manifest.h"

struct split_leak_rows {
	const struct manifest *manifest;
	const char *split; /* only the rows of this split; NULL: all */
	/* For each row of the manifest's list, the digests of the pixels of its
	 * two images, or NULL.  Those of rows in other splits are ignored. */
	const struct digest (*pixels)[SIDES];
	/* For scored rows, or NULL: split_leak_find stores here, for each row
	 * of the manifest's list, what it shares (bits SPLIT_LEAK_SOURCE
	 * ...). */
	unsigned char *shares;
};

enum { SPLIT_LEAK_SOURCE = 1, SPLIT_LEAK_TARGET = 2, SPLIT_LEAK_GROUP = 4 };

struct split_leak {
	size_t scored; /* number of rows scored */
	struct split_leak_count {
		size_t rows;		    /* scored rows that leak */
		const struct pair *first;   /* the first of them, and ... */
		const struct pair *trained; /* a row trained on that it shares
						the image or group with */
	} side[SIDES], group;		    /* NULL where ROWS is 0 */
};

/* Counts the rows of SCORED whose source, target or group is among those of
 * TRAINED; groups only if GROUPS is not 0.  Both manifests must outlive TO.
 * Takes time N log N. */
void split_leak_find(struct split_leak *to,
		     const struct split_leak_rows *trained,
		     const struct split_leak_rows *scored, int groups);

/* Adds a warning for each kind of leak that was found: how many rows of PART
 * ("test"), the first of them, what it shares, and what to do. */
void split_leak_report(const struct split_leak *leak, const char *part,
		       struct messages *messages);

#endif
