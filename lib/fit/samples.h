/*
 * samples.h - the images of one split, in memory.
 *
 * Every pair is read once, normalised, as float: 8 bytes a pixel.  All
 * that takes images for training takes them from here, so a reader that
 * keeps only part of a large set in memory has one place to go.
 */
#ifndef FIT_SAMPLES_H
#define FIT_SAMPLES_H

#include "base/digest.h"
#include "image/pairs.h"

struct sample {
	const struct pair *pair;	/* belongs to the manifest */
	struct image source, target;	/* of one size, normalised */
};

struct samples {		/* all-zero is empty */
	struct sample *at;	/* in the manifest's order */
	size_t n;
	uint64_t pixels;	/* of the sources */
};

/* Read the pairs of SPLIT; none leaves S empty and is no error.  P must
 * outlive S.  Errors name the row and the file. */
int samples_read(struct samples *s, const struct pairs *p,
		 const char *split, struct err *err);
void samples_release(struct samples *s);

/* Feed sizes and pixels to H: what training saw, in one number. */
void samples_hash(const struct samples *s, struct hash *h);

#endif
