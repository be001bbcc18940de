/*
 * lineage.h - the runs that made a run's inputs, and the runs that made
 * theirs, back to the files that no run made (maker.h).
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
	char *via;	    /* the input, of a step one less deep, that this run
			       made; "" at depth 0 */
	size_t raw;	    /* how many of its inputs no run made */
	char *first, *last; /* names of the first and last of these */
	int again;	    /* the run is a step further up, too; its own
			       inputs are listed only there */
	int guess;	    /* only equal bytes suggest that this run made VIA,
			       so its own inputs are not followed */
};

struct lineage {
	struct lineage_step *list;
	size_t n, cap;
};

int lineage_read(struct lineage *l, const struct store *s, const struct run *r,
		 struct err *err);
void lineage_release(struct lineage *l);

#endif
