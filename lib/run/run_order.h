/*
 * run_order.h - runs in display order: by time, stages of one pipeline
 * together.
 *
 * Ids sort by the time at which the record was begun.  The stages of a pipeline
 * begin at almost the same time, in any order, but users expect the last stage
 * to be the last run.  Two stages are linked if the stdout of one is the same
 * pipe as the stdin of the other.  A run with an id from the future was made
 * with a wrong clock.  Such a run comes first.  Otherwise it would be the last
 * run until that time has come.
 *
 * Inside lib/run only.
 */
#ifndef RUN_RUN_ORDER_H
#define RUN_RUN_ORDER_H

#include <stddef.h>

#include "store/store.h"

struct run_order_run {
	const char *id;
	const char *in,
		*out; /* pipes at stdin and stdout: "pipe:[4711]", or "" */
};

/* Sets TO[i] to the index in R of the run at position I of the display.  R has
 * N runs, sorted by id. */
void run_order(const struct run_order_run *r, size_t n, size_t *to);

/* Fills TO with the ids of the last N runs in display order, or of all runs if
 * there are fewer.  Returns the number of ids in TO.  IDS is sorted by id.  TO
 * points into IDS. */
size_t run_order_last(const struct store *s, const struct strs *ids, size_t n,
		      const char **to);

#endif
