/*
 * lineage.h - finds where a run's inputs came from.
 *
 * The lineage of a run has the runs that made its inputs, the runs that made
 * theirs, and so on, down to files that no run made (maker.h).
 */
#ifndef RUN_LINEAGE_H
#define RUN_LINEAGE_H

#include "run/run.h"

/* one run of the lineage; in the list it stands above the runs that made its
 * inputs */
struct lineage_step {
	char *id, *tool;
	/* number of steps from the run that was asked about to this one */
	size_t depth;
	/* Name of a file that this run made.  The step above, whose DEPTH is
	 * one less, read this file.  "" at depth 0. */
	char *via;
	size_t raw; /* number of the run's inputs that no run made */
	/* names of the first and the last of these inputs */
	char *first, *last;
	/* 1: the same run stands further up in the list; it is followed there
	 */
	int again;
	/* 1: only equal bytes suggest that this run made VIA; the inputs of
	 * this run are not followed */
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
