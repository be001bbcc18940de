/*
 * index.h - all runs at a glance.
 *
 * Looking at ten thousand runs must not mean reading ten thousand records:
 * `.xp/index` keeps one line of each.  It is a cache: a line counts only
 * while its run's directory has the same mtime, and the file may be
 * deleted at any time.
 */
#ifndef STORE_INDEX_H
#define STORE_INDEX_H

#include <stdint.h>

#include "base/tsv.h"
#include "store/store.h"

struct index_row {
	char *id;
	int64_t mtime;		/* of the run's directory, ns */
	int ended;		/* it has an end.json */
	int fresh;		/* read from the run just now */
	/* "" where unknown; in and out are pipes (order.h) */
	char *state, *tool, *time, *seconds, *in, *out, *what;
};

struct index {
	struct index_row *at;	/* by id */
	size_t n, cap;
	char *text;		/* what the rows point into */
};

/* Every run; one that is damaged has the state "damaged". */
int index_read(struct index *x, const struct store *s, struct err *err);
void index_release(struct index *x);

struct index_filter {
	const char *tool, *state;	/* NULL: any */
	int64_t last;			/* only the last so many; 0: all */
};

/* The runs that pass F as a table: id state tool time seconds tags what. */
int index_table(struct tsv *t, const struct store *s,
		const struct index_filter *f, struct err *err);

#endif
