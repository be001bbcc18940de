/*
 * index.h - a summary of every run in the file `.xp/index`, which spares
 * `xp-log ls` reading all records.
 *
 * The file has a line for each run and may be deleted at any time.  A line is
 * used only while the run's directory has the mtime in the line.
 */
#ifndef RUN_INDEX_H
#define RUN_INDEX_H

#include <stdint.h>

#include "file/tsv.h"
#include "store/store.h"

struct index_row {
	char *id;
	int64_t mtime; /* mtime of the run's directory, in ns */
	int ended;     /* 1: the run has an end.json */
	int fresh;     /* 1: read from the record, not from the file */
	/* "" where unknown; IN and OUT are the pipes of run_order.h */
	char *state, *tool, *time, *seconds, *in, *out, *what;
};

struct index {
	struct index_row *at; /* sorted by id */
	size_t n, cap;
	char *text; /* texts of the rows that are not fresh */
};

/* Fills X with a row for each run of S.  The state of a damaged run is
 * "damaged". The caller releases X. */
int index_read(struct index *x, const struct store *s, struct err *err);

/* Returns 1 if the file is damaged. */
int index_is_damaged(const struct store *s);
void index_release(struct index *x);

struct index_filter {
	const char *tool, *state; /* NULL: any */
	int64_t last; /* number of runs to keep, the last ones; 0: all */
};

/* Fills T with the runs that match F, in display order (run_order.h): id,
 * state, tool, time, seconds, tags, what. */
int index_table(struct tsv *t, const struct store *s,
		const struct index_filter *f, struct err *err);

#endif
