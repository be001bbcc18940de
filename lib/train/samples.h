/*
 * samples.h - the image pairs of one split.
 *
 * Pixels are read through a cache, block by block, so a set may be larger than
 * memory.  Training and validation read images only through this module.
 *
 * Inside lib/train only.
 */
#ifndef TRAIN_SAMPLES_H
#define TRAIN_SAMPLES_H

#include "base/thread_pool.h"
#include "image/cache.h"
#include "manifest/manifest.h"

struct sample_pair {
	/* Row of the manifest; belongs to the manifest */
	const struct pair *pair;
	size_t source, target;	   /* Numbers of the images in the cache */
	struct shift_overlap both; /* The part that both images show */
	/* Digests of source and target, set by samples_check */
	struct digest digest[2];
};

struct samples { /* all-zero is empty */
	const struct manifest *pairs;
	struct cache *cache;	  /* not owned */
	struct sample_pair *list; /* Pairs, in the order of the manifest */
	size_t n;
	/* Number of pixels that both images of a pair show, over all pairs */
	uint64_t pixels;
};

/* Fill S with the pairs of P whose split is SPLIT.  If there are none, S is
 * empty; this is no error.  Adds their images to C, as stacks if STACKS is
 * set, else as planes.  C and P must outlive S.  Errors name row and file. */
int samples_open(struct samples *s, struct cache *c, const struct manifest *p,
		 const char *split, int stacks, struct err *err);
void samples_release(struct samples *s);

/* Reads every image once, on POOL.  So damage and non-finite pixels are found
 * now, not after hours. */
int samples_check(struct samples *s, struct thread_pool *pool, struct err *err);

/* Hashes into H all that training sees of the images: sizes, pixels,
 * normalisation and shifts.  Call this after samples_check. */
void samples_hash(const struct samples *s, struct hash *h);

/* Fills SOURCE and TARGET with the pixels of AREA, normalised: (x - offset) *
 * scale, computed in double.  AREA is a part of what both images of the pair
 * ONE show.  Gives the same bits as pair_read.  Several threads may call this
 * at the same time. */
int samples_read(const struct samples *s, const struct sample_pair *one,
		 const struct area *area, enum cache_use use, float *source,
		 float *target, struct err *err);

/* Does what samples_read does, for AREA in each of N slices of a stack, from
 * slice SLICE on. */
int samples_read_stack(const struct samples *s, const struct sample_pair *one,
		       const struct area *area, size_t slice, size_t n,
		       enum cache_use use, float *source, float *target,
		       struct err *err);

/* Fills PX with AREA of one whole image, normalised as by samples_read: of the
 * target if TARGET is set, else of the source. */
int samples_side(const struct samples *s, const struct sample_pair *one,
		 int target, const struct area *area, enum cache_use use,
		 float *px, struct err *err);

#endif
