/*
 * give.h - puts the outputs of an earlier run where a new run would write them.
 */
#ifndef REUSE_GIVE_H
#define REUSE_GIVE_H

#include "run/run.h"

struct give {
	const struct store *store;
	const struct run *run;
	/* new names: output FROM[I] becomes TO[I], or is left out if TO[I] is
	 * "" */
	struct strs from, to;
	/* 1: a file that is there already keeps its time; 0: it gets the
	 * present time */
	int keep_unchanged;
	/* number of files that were there already, and of files made */
	size_t there, made;
};

/* Returns the new name of output NAME, or NULL if it is left out. */
const char *give_name(const struct give *g, const char *name);

/* Returns 1 if the recorded bytes of each output are in the file or in the
 * store; those of files in the run's directory must be there.  Otherwise
 * returns 0 and puts the reason into WHY. */
int give_check(const struct give *g, struct buf *why);

/* Makes the outputs that are not there.  Each gets its name only when its bytes
 * are complete and have the recorded digest.  TO becomes what the run wrote to
 * stdout.  Counts the files in G.  The caller calls give_check before. */
int give_outputs(struct give *g, struct buf *to, struct err *err);
void give_release(struct give *g);

#endif
