/*
 * lineage.h - finds where a run's inputs came from.
 *
 * The lineage of a run has the runs that made its inputs, the runs that made
 * theirs, and so on, down to files that no run made (maker.h).
 *
 * Inside lib/run only.
 */
#ifndef RUN_LINEAGE_H
#define RUN_LINEAGE_H

#include "run/run.h"

/* one run of the lineage; it comes before the runs that made its inputs */
struct lineage_step {
	char *id, *tool;
	/* number of steps from the run asked about */
	size_t depth;
	/* file that this run made and the step above (of one depth less) read;
	 * "" at depth 0 */
	char *via;
	size_t raw;	    /* number of its inputs that no run made */
	char *first, *last; /* the first and last of these */
	/* 1: the run is also an earlier step; only that is followed */
	int again;
	/* 1: only equal bytes suggest that it made VIA; its inputs are not
	 * followed */
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
