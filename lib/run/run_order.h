/*
 * run_order.h - runs in the order in which a person thinks of them.
 *
 * An id sorts by the time when the record was begun.  The stages of a
 * pipeline begin at once, in any order; for a person the last stage is
 * the last.  What ties them together is the pipe: one's stdout is the
 * other's stdin.
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

/* R is sorted by id.  TO[i] becomes the place in R of the run that comes
 * I-th. */
void run_order(const struct run_order_run *r, size_t n, size_t *to);

/* The last N of IDS (sorted by id), or all if there are fewer, in this
 * order; TO points into IDS.  Returns how many. */
size_t run_order_last(const struct store *s, const struct strs *ids, size_t n,
		      const char **to);

#endif
