/*
 * lineage.h - finds where a run's inputs came from.
 *
 * The lineage of a run has the runs that made its inputs.  Then it has the runs
 * that made the inputs of those runs, and so on.  It ends at files that no run
 * made (see maker.h).
 *
 * Inside lib/run only.
 */
#ifndef RUN_LINEAGE_H
#define RUN_LINEAGE_H

#include "run/run.h"

/* One run of the lineage.  A step comes before the steps that made its
 * inputs. */
struct lineage_step {
	char *id, *tool;
	/* number of steps from the run that was asked about; the depth of that
	 * run is 0 */
	size_t depth;
	/* name of a file that this run made and that the step above (with one
	 * depth less) read; "" at depth 0 */
	char *via;
	size_t raw;	    /* number of the run's inputs that no run made */
	char *first, *last; /* names of the first and last of these inputs */
	/* 1 if the run is also an earlier step; only the earlier step is
	 * followed */
	int again;
	/* 1 if only equal bytes suggest that this run made VIA; the run's own
	 * inputs are not followed */
	int guess;
};

struct lineage {
	struct lineage_step *list;
	size_t n, cap;
};

/* Fills L with the lineage of R, a run of S. */
int lineage_read(struct lineage *l, const struct store *s, const struct run *r,
		 struct err *err);
void lineage_release(struct lineage *l);

#endif
