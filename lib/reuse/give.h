/*
 * give.h - puts the outputs of a run that is done where a new run would put
 * them.
 */
#ifndef REUSE_GIVE_H
#define REUSE_GIVE_H

#include "run/run.h"

struct give {
	const struct store *store;
	const struct run *run;
	/* Files that get another name, or none: output FROM[I] becomes TO[I];
	 * "" for TO[I] leaves it out. */
	struct strs from, to;
	int keep_unchanged; /* 1 to leave the time of a file that is there
			       already, 0 to set it to now */
	size_t there, made; /* how many files were there, and were made */
};

/* Returns the name that output NAME gets, or NULL if it is left out. */
const char *give_name(const struct give *g, const char *name);
/* Returns 1 if all outputs are there or in the store.  Otherwise returns 0 with
 * the reason in WHY. */
int give_check(const struct give *g, struct buf *why);
/* Makes the outputs that are not there, after give_check.  Each gets its name
 * once its bytes are complete and have the recorded digest.  TO becomes what
 * the run wrote to stdout.  Counts the files. */
int give_outputs(struct give *g, struct buf *to, struct err *err);
void give_release(struct give *g);

#endif
