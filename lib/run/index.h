/*
 * index.h - a summary of every run.
 *
 * Listing ten thousand runs must not require reading ten thousand records, so
 * the file `.xp/index` has a line about each run.  It is a cache, which may be
 * deleted at any time: a line is used only if the mtime of the run's directory
 * has not changed since it was written.
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
	char *text; /* the text that the rows point into */
};

/* Fill X with a row for each run of S; a run whose record is damaged has the
 * state "damaged". */
int index_read(struct index *x, const struct store *s, struct err *err);
void index_release(struct index *x);

#endif
