/*
 * index.h - all runs at a glance.
 *
 * Looking at ten thousand runs must not mean reading ten thousand records:
 * `.xp/index` keeps one line of each.  It is a cache: a line counts only
 * while its run's directory has the same mtime, and the file may be
 * deleted at any time.
 *
 * Inside lib/run only.
 */
#ifndef RUN_INDEX_H
#define RUN_INDEX_H

#include <stdint.h>

#include "store/store.h"

struct index_row {
	char *id;
	int64_t mtime; /* of the run's directory, ns */
	int ended;     /* it has an end.json */
	int fresh;     /* read from the run just now */
	/* "" where unknown; in and out are pipes (run_order.h) */
	char *state, *tool, *time, *seconds, *in, *out, *what;
};

struct index {
	struct index_row *at; /* by id */
	size_t n, cap;
	char *text; /* what the rows point into */
};

/* Every run; one that is damaged has the state "damaged". */
int index_read(struct index *x, const struct store *s, struct err *err);
void index_release(struct index *x);

#endif
