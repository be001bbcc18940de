/*
 * channel_names.h - compares the names that files give to the channels of
 * images, such as DAPI and GFP: a network knows channels by their order only.
 *
 * Only names of images all of whose channels have one, each another, count.
 */
#ifndef MANIFEST_CHANNEL_NAMES_H
#define MANIFEST_CHANNEL_NAMES_H

#include "base/messages.h"
#include "image/cache.h"
#include "manifest/manifest.h"

struct channel_names {	   /* all-zero: no image yet */
	struct strs first; /* the names that all images should have */
	char *cell;	   /* the image that has them, or NULL: it is given */
	/* numbers of images that have names; of those with the same names in
	 * another order; of those with other names */
	size_t images, turned, other;
	/* the first image in another order or, if there is none, with other
	 * names; its names; and its channels in the order of FIRST: "1+0" */
	struct strs now;
	char *odd, *order;
};

/* Compares NAME, the names of the channels CHANNEL that CELL names.  Those of
 * the first image are what others are compared with, unless N->first is given.
 * Does nothing unless all have a name, each another. */
void channel_names_look(struct channel_names *n, const struct strs *name,
			const struct channel *channel, const char *cell);

/* Does the same for SIDE of ROW, whose channels are in C from image FIRST
 * on. */
void channel_names_look_at(struct channel_names *n, const struct cache *c,
			   const struct manifest *p, const struct pair *row,
			   enum side side, size_t first);

/* Warns in MESSAGES of the images of SIDE that differ.  BY is what the order
 * was learnt from ("in training"), or NULL: the first image. */
void channel_names_report(const struct channel_names *n, enum side side,
			  const char *by, struct messages *messages);
void channel_names_release(struct channel_names *n);

#endif
