/*
 * samples.h - the image pairs of one split.
 *
 * Their pixels come through a cache, block by block, so a set may be larger
 * than memory.  All that takes images for training takes them from here.
 */
#ifndef FIT_SAMPLES_H
#define FIT_SAMPLES_H

#include "base/thread_pool.h"
#include "image/cache.h"
#include "manifest/manifest.h"

struct sample_pair {
	const struct pair *pair;   /* belongs to the manifest */
	size_t source, target;	   /* their numbers in the cache */
	struct shift_overlap both; /* what both show: width, height */
	struct digest digest[2];   /* by samples_check */
};

struct samples { /* all-zero is empty */
	const struct manifest *pairs;
	struct cache *cache;	  /* not owned */
	struct sample_pair *list; /* in the manifest's order */
	size_t n;
	uint64_t pixels; /* of what is shown */
};

/* Look at the pairs of SPLIT, which are STACKS or else planes; none leaves S
 * empty and is no error.  C and P must outlive S.  Errors name the row and
 * the file. */
int samples_open(struct samples *s, struct cache *c, const struct manifest *p,
		 const char *split, int stacks, struct err *err);
void samples_release(struct samples *s);

/* Read every image once, on POOL: what is damaged or not finite is found
 * out now and not after hours. */
int samples_check(struct samples *s, struct thread_pool *pool, struct err *err);
/* After that: feed what training sees to H, sizes, pixels, normalisation
 * and offsets. */
void samples_hash(const struct samples *s, struct hash *h);

/* The part AREA of what both images of ONE show, normalised: x becomes
 * (x - offset) * scale, computed in double.  The same bits as pair_read's,
 * for any number of threads that call at once. */
int samples_read(const struct samples *s, const struct sample_pair *one,
		 const struct area *area, enum cache_use use, float *source,
		 float *target, struct err *err);
/* The same of N slices of a stack from SLICE on; AREA lies in each. */
int samples_read_stack(const struct samples *s, const struct sample_pair *one,
		       const struct area *area, size_t slice, size_t n,
		       enum cache_use use, float *source, float *target,
		       struct err *err);
/* The same of AREA of the whole source or, if TARGET, target. */
int samples_side(const struct samples *s, const struct sample_pair *one,
		 int target, const struct area *area, enum cache_use use,
		 float *px, struct err *err);

#endif
