/*
 * split_leak.h - are rows that are scored among those that are trained on?
 *
 * A score of images that a network has seen says nothing of new ones.  Two
 * things leak: an image that is the same on both sides, and a group that lies
 * on both (another frame of one field).  Near copies are not found here:
 * xp-pairs --check looks at pixels for them.
 *
 * Two images are the same when the digests of their pixels are equal, where
 * both sides hand these over; else when source_sha256 (target_sha256) and the
 * selection behind the path ("[c=1,t=3]") are; where a row has no such cell,
 * when the references are.  Sources are compared with sources, targets with
 * targets.  Groups are the same when their names are, so compare them only
 * where both sides stem from one manifest, or mean the same by their names.
 */
#ifndef MANIFEST_SPLIT_LEAK_H
#define MANIFEST_SPLIT_LEAK_H

#include "base/digest.h"
#include "manifest/manifest.h"

struct split_leak_rows {
	const struct manifest *manifest;
	const char *split; /* the rows of this part; NULL: all */
	/* Of the pixels of both images of each row of the manifest's list
	 * (those of other parts are not looked at), or NULL. */
	const struct digest (*pixels)[SIDES];
	/* Of rows that are scored: gets the bits of what each row of the
	 * manifest's list shares, or NULL. */
	unsigned char *shares;
};

enum { SPLIT_LEAK_SOURCE = 1, SPLIT_LEAK_TARGET = 2, SPLIT_LEAK_GROUP = 4 };

struct split_leak {
	size_t scored; /* rows looked at */
	struct split_leak_count {
		size_t rows;		    /* of those that are scored */
		const struct pair *first;   /* the first of them, and ... */
		const struct pair *trained; /* a row trained on that it shares
						the image or group with */
	} side[SIDES], group;		    /* NULL where ROWS is 0 */
};

/* Count the rows of SCORED whose source, target or group is one of TRAINED's;
 * groups only if GROUPS.  Both manifests must outlive TO.  N log N. */
void split_leak_find(struct split_leak *to,
		     const struct split_leak_rows *trained,
		     const struct split_leak_rows *scored, int groups);

/* A warning for each kind that was found: how many rows of PART ("test"), the
 * first of them, what it shares, and what to do. */
void split_leak_report(const struct split_leak *leak, const char *part,
		       struct messages *messages);

#endif
