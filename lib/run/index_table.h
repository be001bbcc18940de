/*
 * index_table.h - the runs of a store as a table, for `xp-log ls`.
 */
#ifndef RUN_INDEX_TABLE_H
#define RUN_INDEX_TABLE_H

#include <stdint.h>

#include "file/tsv.h"
#include "store/store.h"

struct index_filter {
	const char *tool, *state; /* NULL: any */
	int64_t last; /* number of runs to keep, the last ones; 0: all */
};

/* Fills T with the runs that match F, in display order (run_order.h): id,
 * state, tool, time, seconds, tags, what. */
int index_table(struct tsv *t, const struct store *s,
		const struct index_filter *f, struct err *err);

#endif
