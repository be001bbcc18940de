/*
 * index.h - a summary of every run, kept in the file `.xp/index`.
 *
 * `xp-log ls` must not have to read ten thousand records to list ten thousand
 * runs.  So `.xp/index` has a line for each run.  The file is a cache and may
 * be deleted at any time.  A line contains the mtime of the run's directory.
 * The line is used only while the directory still has this mtime.
 */
#ifndef RUN_INDEX_H
#define RUN_INDEX_H

#include <stdint.h>

#include "store/store.h"

struct index_row {
	char *id;
	int64_t mtime; /* mtime of the run's directory, in ns */
	int ended;     /* 1 if the run has an end.json */
	int fresh;     /* 1 if read from the record, not from the cache */
	/* "" where unknown; in and out are pipes (run_order.h) */
	char *state, *tool, *time, *seconds, *in, *out, *what;
};

struct index {
	struct index_row *at; /* rows, sorted by id */
	size_t n, cap;
	char *text; /* the text that the rows point into */
};

/* Fills X with a row for each run of S.  A run with a damaged record has the
 * state "damaged". */
int index_read(struct index *x, const struct store *s, struct err *err);

/* Returns 1 if the file that caches the index is damaged. */
int index_is_damaged(const struct store *s);
void index_release(struct index *x);

#endif
