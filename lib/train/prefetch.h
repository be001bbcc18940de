/*
 * prefetch.h - makes batches ahead, while the network computes a step.
 *
 * Threads of its own decode, cut out and turn the patches of the next steps.  A
 * batch does not depend on which thread makes it, nor when.
 *
 * Inside lib/train only.
 */
#ifndef TRAIN_PREFETCH_H
#define TRAIN_PREFETCH_H

#include "train/batch.h"

enum { FEED_AHEAD = 2 }; /* batches ahead of the one in use */

struct prefetch;

/* Start to make the batches of the steps FIRST to END - 1 on THREADS new
 * threads (at least 1; if the system refuses them, the caller's thread does the
 * work in prefetch_take).  The caller frees what is returned with
 * prefetch_free; B must outlive it. */
struct prefetch *prefetch_new(const struct batch *b, uint64_t first,
			      uint64_t end, int threads);
void prefetch_free(struct prefetch *f);

/* Set *X and *Y to the batch of STEP, as batch_draw fills them; they are valid
 * until the next call.  STEP must be FIRST, then one more each time.  Returns
 * -1 with ERR set if an image could not be read, at the step that needs it. */
int prefetch_take(struct prefetch *f, uint64_t step, const float **x,
		  const float **y, struct err *err);

/* Returns the seconds that prefetch_take has waited so far. */
double prefetch_waited(const struct prefetch *f);

/* Returns how many prefetching threads suit THREADS computing ones. */
int prefetch_threads(int threads);
/* Returns the bytes of all batches and of the patches that each of THREADS
 * prefetching threads works on. */
double prefetch_memory(const struct batch_options *o, int threads);

#endif
