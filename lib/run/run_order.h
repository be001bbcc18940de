/*
 * run_order.h - runs in display order: by time, the stages of a pipeline
 * together.
 *
 * Ids sort by the time at which runs began.  The stages of a pipeline begin at
 * almost the same time, in any order, but users expect the last stage last.  So
 * a run comes later than the run whose stdout is the pipe at its stdin.  A run
 * with an id more than a day ahead comes first: its clock was wrong.
 *
 * Inside lib/run only.
 */
#ifndef RUN_RUN_ORDER_H
#define RUN_RUN_ORDER_H

#include <stddef.h>

#include "store/store.h"

struct run_order_run {
	const char *id;
	/* pipes at stdin and stdout: "pipe:[4711]", or "" */
	const char *in, *out;
};

/* Sets TO[i] to the index in R of the run at position i of the display.  R are
 * N runs, sorted by id. */
void run_order(const struct run_order_run *r, size_t n, size_t *to);

/* Fills TO with the last N ids of IDS, or all if there are fewer, in display
 * order.  Returns their number.  IDS is sorted; TO points into it. */
size_t run_order_last(const struct store *s, const struct strs *ids, size_t n,
		      const char **to);

#endif
