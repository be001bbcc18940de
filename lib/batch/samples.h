/*
 * samples.h - the image pairs of one split, from which training and validation
 * read.
 *
 * Pixels are read through a cache, block by block, so a set may be larger than
 * memory.
 */
#ifndef BATCH_SAMPLES_H
#define BATCH_SAMPLES_H

#include "base/thread_pool.h"
#include "image/cache.h"
#include "manifest/manifest.h"

struct sample_pair {
	/* row of the manifest, which owns it */
	const struct pair *pair;
	size_t source, target;	   /* numbers of the images in the cache */
	struct shift_overlap both; /* part that both images show */
	/* digests of source and target, from samples_check */
	struct digest digest[2];
};

struct samples { /* all-zero is empty */
	const struct manifest *pairs;
	struct cache *cache;	  /* not owned */
	struct sample_pair *list; /* in the order of the manifest */
	size_t n;
	/* pixels that both images of a pair show, in all */
	uint64_t pixels;
};

/* Fills S with the pairs of P in SPLIT; S may stay empty.  Adds their images to
 * C, as stacks if STACKS is 1.  C and P must outlive S.  The caller releases S.
 * Errors name row and file. */
int samples_open(struct samples *s, struct cache *c, const struct manifest *p,
		 const char *split, int stacks, struct err *err);
void samples_release(struct samples *s);

/* Reads every image once, on POOL, so that damage and pixels that are not
 * finite are found now, not after hours. */
int samples_check(struct samples *s, struct thread_pool *pool, struct err *err);

/* Hashes into H all that training sees of the images: sizes, pixels,
 * normalisation, shifts.  Call it after samples_check. */
void samples_hash(const struct samples *s, struct hash *h);

/* Fills SOURCE and TARGET with AREA of the part that both images of ONE show,
 * normalised: (x - offset) * scale, computed in double.  The bits are those of
 * pair_read.  Several threads may call this at once. */
int samples_read(const struct samples *s, const struct sample_pair *one,
		 const struct area *area, enum cache_use use, float *source,
		 float *target, struct err *err);

/* Does the same for AREA in N slices of a stack, from SLICE on. */
int samples_read_stack(const struct samples *s, const struct sample_pair *one,
		       const struct area *area, size_t slice, size_t n,
		       enum cache_use use, float *source, float *target,
		       struct err *err);

/* Fills PX with AREA of the whole source (TARGET 0) or target (TARGET 1),
 * normalised in the same way. */
int samples_side(const struct samples *s, const struct sample_pair *one,
		 int target, const struct area *area, enum cache_use use,
		 float *px, struct err *err);

#endif
