/*
 * samples.h - the image pairs of one split, from which training and validation
 * read.
 *
 * Pixels are read through a cache, so a set may be larger than memory.
 */
#ifndef BATCH_SAMPLES_H
#define BATCH_SAMPLES_H

#include "base/messages.h"
#include "base/thread_pool.h"
#include "image/cache.h"
#include "manifest/manifest.h"

struct sample_pair {
	/* row of the manifest, which owns it */
	const struct pair *pair;
	/* number of the first channel of each side in the cache; the others
	 * follow it */
	size_t image[SIDES];
	struct shift_overlap both; /* part that both images show */
	/* digests of source and target, from samples_check: as they are
	 * stored, and of their values alone (side_cache_check) */
	struct digest digest[SIDES], values[SIDES];
};

struct samples { /* all-zero is empty */
	const struct manifest *pairs;
	struct cache *cache;	  /* not owned */
	struct sample_pair *list; /* in the order of the manifest */
	size_t n;
	/* pixels that both images show, of all pairs */
	uint64_t pixels;
};

/* Fills S with the pairs of P in SPLIT, perhaps none.  Adds their images to C.
 * C and P must outlive S.  The caller releases S.  Fails with err_data if an
 * image cannot be opened, if two do not fit (pair_fits), or if one is not a
 * stack (STACKS 1) or a plane (0), or if columns state another size or type
 * than the files have (side_cache_stated).  Errors name row and file. */
int samples_open(struct samples *s, struct cache *c, const struct manifest *p,
		 const char *split, int stacks, struct err *err);
void samples_release(struct samples *s);

/* Reads every image once, on POOL.  Fails, naming row and file, if an image is
 * damaged or has a pixel that is not finite: now, not after hours of
 * training. */
int samples_check(struct samples *s, struct thread_pool *pool, struct err *err);

/* Appends to NAMES[SIDES] the names that files give to the channels of TRAIN,
 * of each side whose files agree, of targets if there are several.  Warns in
 * MESSAGES of images of TRAIN and VAL whose channels have others, or another
 * order (channel_names.h). */
void samples_names(const struct samples *train, const struct samples *val,
		   struct strs *names, struct messages *messages);

/* Hashes into H all that training sees of the images: sizes, pixels,
 * normalisation, shifts.  Call it after samples_check. */
void samples_hash(const struct samples *s, struct hash *h);

/* Fills SOURCE and TARGET with AREA of the part that both images of ONE show,
 * normalised: (x - offset) * scale, computed in double.  Channels come one
 * after the other.  The bits are those of pair_read.  Several threads may call
 * this at once. */
int samples_read(const struct samples *s, const struct sample_pair *one,
		 const struct area *area, enum cache_use use, float *source,
		 float *target, struct err *err);

/* Does the same for AREA in N slices of a stack, from SLICE on: (channels, N,
 * height, width). */
int samples_read_stack(const struct samples *s, const struct sample_pair *one,
		       const struct area *area, size_t slice, size_t n,
		       enum cache_use use, float *source, float *target,
		       struct err *err);

/* Fills PX with AREA of a whole channel of SIDE, normalised in the same way. */
int samples_side(const struct samples *s, const struct sample_pair *one,
		 enum side side, size_t channel, const struct area *area,
		 enum cache_use use, float *px, struct err *err);

#endif
