/*
 * prefetch.h - batches made ahead, while the network computes a step.
 *
 * Threads beside the caller's decode, cut out and turn the patches of the
 * next steps.  A batch does not depend on who makes it, nor when.
 *
 * Inside lib/fit only.
 */
#ifndef FIT_PREFETCH_H
#define FIT_PREFETCH_H

#include "fit/batch.h"

enum { FEED_AHEAD = 2 }; /* batches ahead of the one in use */

struct prefetch;

/* Prepare the steps FIRST to END - 1 on THREADS new threads (at least 1; if
 * the system refuses them, the caller's thread does the work).  B must
 * outlive what is returned. */
struct prefetch *prefetch_new(const struct batch *b, uint64_t first,
			      uint64_t end, int threads);
void prefetch_free(struct prefetch *f);

/* Set *X and *Y to the batch of STEP, as batch_draw fills them; valid until
 * the next call.  STEP is FIRST, then one more each time.  -1 with ERR: an
 * image could not be read; this comes at the step that needs it. */
int prefetch_take(struct prefetch *f, uint64_t step, const float **x,
		  const float **y, struct err *err);

/* Seconds that prefetch_take has waited. */
double prefetch_waited(const struct prefetch *f);

/* Prefetching threads that suit THREADS computing ones; bytes of all batches
 * and of the threads' own patches. */
int prefetch_threads(int threads);
double prefetch_memory(const struct batch_options *o, int threads);

#endif
