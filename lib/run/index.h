/*
 * index.h - a summary of every run, kept in the file `.xp/index`.
 *
 * `xp-log ls` must not have to read ten thousand records to list ten thousand
 * runs.  So `.xp/index` has a line for each run.  It is a cache and may be
 * deleted at any time.  A line is used only if the mtime of the run's
 * directory is still the one that was recorded in it.
 */
#ifndef RUN_INDEX_H
#define RUN_INDEX_H

#include <stdint.h>

#include "store/store.h"

struct index_row {
	char *id;
	int64_t mtime; /* of the run's directory, ns */
	int ended;     /* it has an end.json */
	int fresh;     /* read from the record, not the cache */
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
/* Returns 1 if the file that caches the index is damaged. */
int index_is_damaged(const struct store *s);
void index_release(struct index *x);

#endif
