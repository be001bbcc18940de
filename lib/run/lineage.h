/*
 * lineage.h - the runs that made a run's inputs.
 *
 * Inside lib/run only.
 */
#ifndef RUN_LINEAGE_H
#define RUN_LINEAGE_H

#include "run/run.h"

/* Which runs made the inputs of a run, and theirs, back to the files that
 * no run made (maker.h).  A run that is a guess ends its branch. */
struct lineage_step {
	char *id, *tool;
	size_t depth;	    /* 0: the run itself */
	char *via;	    /* what links it to the step it serves */
	size_t raw;	    /* its inputs that no run made */
	char *first, *last; /* names of two of them */
	int again;	    /* told of above already */
	int guess;	    /* only its bytes say that it made VIA */
};

struct lineage {
	struct lineage_step *list;
	size_t n, cap;
};

int lineage_read(struct lineage *l, const struct store *s, const struct run *r,
		 struct err *err);
void lineage_release(struct lineage *l);

#endif
