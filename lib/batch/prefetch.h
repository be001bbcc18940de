/*
 * prefetch.h - makes the next batches, on threads of its own, while the network
 * computes a step.  A batch depends on neither thread nor time.
 */
#ifndef BATCH_PREFETCH_H
#define BATCH_PREFETCH_H

#include "batch/batch.h"
#include "ranks/ranks.h"

enum { FEED_AHEAD = 2 }; /* batches ahead of the one in use */

struct prefetch;

/* Starts to make the batches of steps FIRST to END - 1 on THREADS new threads
 * (at least 1).  If the system starts none, the batches are made in
 * prefetch_new and prefetch_take.  If SHARE is not NULL, only the patches of
 * this rank are made.  B must outlive the result, which the caller frees. */
struct prefetch *prefetch_new(const struct batch *b, uint64_t first,
			      uint64_t end, int threads,
			      const struct ranks_share *share);
void prefetch_free(struct prefetch *f);

/* Sets *X and *Y to a batch, as batch_draw fills them, until the next call.
 * STEP is the number of the batch: with several parts, a step has as many
 * batches.  The first call takes the first batch of step FIRST, each other call
 * the next batch.  Fails if an image of this batch cannot be read; X and Y are
 * then undefined. */
int prefetch_take(struct prefetch *f, uint64_t step, const float **x,
		  const float **y, struct err *err);

/* Returns the seconds that prefetch_take has waited so far. */
double prefetch_waited(const struct prefetch *f);

/* Returns a good number of threads to make batches for THREADS computing
 * threads. */
int prefetch_threads(int threads);

/* Returns the bytes of all batches and of the patches in work on THREADS
 * threads. */
double prefetch_memory(const struct batch_options *o, int threads);

#endif
