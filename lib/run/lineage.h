/*
 * lineage.h - finds where a run's inputs came from: the runs that made them,
 * the runs that made the inputs of those, and so on, back to files that no run
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
	size_t depth;	    /* 0: the run that was asked about */
	char *via;	    /* the file that this run made: an input of the step
			       above it, whose depth is one less; "" at depth
			       0 */
	size_t raw;	    /* how many of its inputs no run made */
	char *first, *last; /* names of the first and last of these */
	int again;	    /* 1: the run is also an earlier step; only that one
			       is followed */
	int guess;	    /* 1: only equal bytes suggest that this run made
			       VIA; its own inputs are not followed */
};

struct lineage {
	struct lineage_step *list;
	size_t n, cap;
};

/* Fill L with the lineage of R, a run of S. */
int lineage_read(struct lineage *l, const struct store *s, const struct run *r,
		 struct err *err);
void lineage_release(struct lineage *l);

#endif
