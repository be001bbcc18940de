/*
 * run_order.h - runs in display order: by time, stages of one pipeline
 * together.
 *
 * Ids sort by the time when the record was begun.  The stages of a pipeline
 * begin at once, in any order, but a person expects the last stage to be the
 * last run.  Stages are linked by their pipe: one's stdout is the other's
 * stdin.  A run whose id lies in the future was made under a wrong clock: it
 * comes first, so that it is not the last run until that time comes.
 *
 * Inside lib/run only.
 */
#ifndef RUN_RUN_ORDER_H
#define RUN_RUN_ORDER_H

#include <stddef.h>

#include "store/store.h"

struct run_order_run {
	const char *id;
	const char *in, *out; /* "pipe:[4711]", or "" */
};

/* R is sorted by id.  TO[i] becomes the index in R of the run that is shown
 * I-th. */
void run_order(const struct run_order_run *r, size_t n, size_t *to);

/* The last N of IDS (sorted by id), or all if there are fewer, in this
 * order; TO points into IDS.  Returns how many. */
size_t run_order_last(const struct store *s, const struct strs *ids, size_t n,
		      const char **to);

#endif
