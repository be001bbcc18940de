/*
 * lineage.h - finds where a run's inputs came from.
 *
 * The lineage of a run has the runs that made its inputs, the runs that made
 * theirs, and so on, down to files that no run made (maker.h).
 */
#ifndef RUN_LINEAGE_H
#define RUN_LINEAGE_H

#include "run/run.h"

/* a run, listed above the runs that made its inputs */
struct lineage_step {
	char *id, *tool;
	/* steps from the run that was asked about to this one */
	size_t depth;
	/* name of the file that this run made and that its reader, a step above
	 * at DEPTH - 1, read; "" at depth 0 */
	char *via;
	size_t raw; /* number of inputs that no run made */
	/* names of the first and, if there are several, the last of these */
	char *first, *last;
	/* 1: the same run is further up in the list, with its inputs */
	int again;
	/* 1: only equal bytes suggest that this run made VIA; the list does not
	 * have the runs that made its inputs */
	int guess;
};

struct lineage {
	struct lineage_step *list;
	size_t n, cap;
};

/* Fills L with the lineage of R, a run of S.  The caller releases L. */
int lineage_read(struct lineage *l, const struct store *s, const struct run *r,
		 struct err *err);
void lineage_release(struct lineage *l);

#endif
