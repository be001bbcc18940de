/*
 * run_order.h - runs in display order: by time, stages of one pipeline
 * together.
 *
 * Ids sort by the time at which the record was begun.  The stages of a pipeline
 * begin at almost the same time, in any order, but users expect the last stage
 * to be the last run.  Two stages are linked if the stdout of one is the same
 * pipe as the stdin of the other.  A run with an id from the future was made
 * with a wrong clock; it comes first, since otherwise it would be the last run
 * until that time has come.
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

/* TO[i] becomes the index in R of the run to be shown at position I.  R has N
 * runs, sorted by id. */
void run_order(const struct run_order_run *r, size_t n, size_t *to);

/* Fills TO with the last N runs in display order, or with all if there are
 * fewer, and returns how many.  IDS is sorted by id; TO points into it. */
size_t run_order_last(const struct store *s, const struct strs *ids, size_t n,
		      const char **to);

#endif
