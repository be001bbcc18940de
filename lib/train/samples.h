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
	const struct pair *pair;   /* belongs to the manifest */
	size_t source, target;	   /* the images' numbers in the cache */
	struct shift_overlap both; /* the part that both images show */
	struct digest digest[2];   /* set by samples_check */
};

struct samples { /* all-zero is empty */
	const struct manifest *pairs;
	struct cache *cache;	  /* not owned */
	struct sample_pair *list; /* in the manifest's order */
	size_t n;
	uint64_t pixels; /* that both images of a pair show */
};

/* Fill S with the pairs of P whose split is SPLIT, and add their images to C,
 * as stacks if STACKS is set, else as planes.  If there are no such pairs, S is
 * empty and that is no error.  C and P must outlive S.  Errors name row and
 * file. */
int samples_open(struct samples *s, struct cache *c, const struct manifest *p,
		 const char *split, int stacks, struct err *err);
void samples_release(struct samples *s);

/* Read every image once, on POOL, so that damage and non-finite pixels are
 * found now, not after hours. */
int samples_check(struct samples *s, struct thread_pool *pool, struct err *err);
/* After samples_check: hash into H all that training sees of the images: sizes,
 * pixels, normalisation and shifts. */
void samples_hash(const struct samples *s, struct hash *h);

/* Fill SOURCE and TARGET with the pixels of AREA, normalised: (x - offset) *
 * scale, computed in double.  AREA is a part of what both images of the pair
 * ONE show.  Gives the same bits as
 * pair_read.  Safe to call from several threads. */
int samples_read(const struct samples *s, const struct sample_pair *one,
		 const struct area *area, enum cache_use use, float *source,
		 float *target, struct err *err);
/* The same for AREA in each of N slices of a stack, the first one SLICE. */
int samples_read_stack(const struct samples *s, const struct sample_pair *one,
		       const struct area *area, size_t slice, size_t n,
		       enum cache_use use, float *source, float *target,
		       struct err *err);
/* The same for AREA of the whole source or, if TARGET, the whole target. */
int samples_side(const struct samples *s, const struct sample_pair *one,
		 int target, const struct area *area, enum cache_use use,
		 float *px, struct err *err);

#endif
