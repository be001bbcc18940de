/*
 * prefetch.h - batches that are made while the step before is computed.
 *
 * Threads beside the caller's decode, cut out and turn the patches of the
 * next steps.  A batch is the same whoever made it and when.
 */
#ifndef FIT_PREFETCH_H
#define FIT_PREFETCH_H

#include "fit/batch.h"

enum { FEED_AHEAD = 2 }; /* batches beside the one in use */

struct prefetch;

/* For the steps FIRST to END - 1, on THREADS of its own (at least 1; where
 * the system gives none the caller's does it).  B must outlive it. */
struct prefetch *prefetch_new(const struct batch *b, uint64_t first,
			      uint64_t end, int threads);
void prefetch_free(struct prefetch *f);

/* The batch of STEP, which is FIRST and then one more each time: *X and *Y
 * as batch_draw fills them, until the next call.  An image that cannot be
 * read any more is -1 with ERR, at its own step, not when it is found. */
int prefetch_take(struct prefetch *f, uint64_t step, const float **x,
		  const float **y, struct err *err);

/* Seconds that prefetch_take has waited. */
double prefetch_waited(const struct prefetch *f);

/* How many threads suit a training on so many, and the bytes that batches
 * and the threads' own patches take. */
int prefetch_threads(int threads);
double prefetch_memory(const struct batch_options *o, int threads);

#endif
