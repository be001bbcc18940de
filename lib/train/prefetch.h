/*
 * prefetch.h - makes batches ahead, while the network computes a step.
 *
 * Threads of its own decode, cut out and turn the patches of the next steps.  A
 * batch does not depend on the thread that makes it, nor on the time.
 *
 * Inside lib/train only.
 */
#ifndef TRAIN_PREFETCH_H
#define TRAIN_PREFETCH_H

#include "train/batch.h"

enum { FEED_AHEAD = 2 }; /* Number of batches ahead of the one in use */

struct prefetch;

/* Start to make the batches of the steps FIRST to END - 1, on THREADS new
 * threads (at least 1).  If the system refuses new threads, the caller's
 * thread does the work in prefetch_take.  B must outlive the result, which the
 * caller frees with prefetch_free. */
struct prefetch *prefetch_new(const struct batch *b, uint64_t first,
			      uint64_t end, int threads);
void prefetch_free(struct prefetch *f);

/* Sets *X and *Y to the batch of STEP, as batch_draw fills them.  They are
 * valid until the next call.  STEP must be FIRST in the first call, and then
 * one more each time.  Returns 0, or -1 with ERR set if an image of this step
 * could not be read. */
int prefetch_take(struct prefetch *f, uint64_t step, const float **x,
		  const float **y, struct err *err);

/* Returns how many seconds prefetch_take has waited so far. */
double prefetch_waited(const struct prefetch *f);

/* Returns a good number of prefetching threads beside THREADS computing
 * threads. */
int prefetch_threads(int threads);

/* Returns the number of bytes of all batches, and of the patches that THREADS
 * prefetching threads work on. */
double prefetch_memory(const struct batch_options *o, int threads);

#endif
