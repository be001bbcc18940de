/*
 * same_recipe.h - finds an earlier run that has done what a new run is to do.
 *
 * Which files a run reads is known only when it has read them.  So the files
 * that the earlier run read are looked at again.  If they have the same
 * contents now, and settings, code and version are the same, then the new run
 * would read the same files and do the same.
 */
#ifndef REUSE_SAME_RECIPE_H
#define REUSE_SAME_RECIPE_H

#include "run/run.h"

/* What a new run is to do. */
struct same_recipe {
	const struct store *store;
	const struct json *start; /* its start.json */
	/* Names of files that are there.  An earlier run of another program has
	 * to have read or written those that are declared and, unless it was
	 * watched, those that the command names. */
	const struct strs *declared, *named;
	int foreign;   /* 1 if the program is not a tool of ours */
	int may_begin; /* 1 if a run that was interrupted counts, too */
	/* Sets D to the digest of stdin, and *ID to the id of the run if stdin
	 * holds one and nothing else, else to NULL.  Returns 0 if stdin cannot
	 * be known before the run.  Is called only if an earlier run read
	 * stdin. */
	int (*take_stdin)(void *arg, struct digest *d, const char **id);
	/* Returns 1 if run R, which is done, is as good as a new one.
	 * Otherwise returns 0 or, if it wrote other files, -1, with the reason
	 * in WHY. */
	int (*is_usable)(void *arg, const struct run *r, struct buf *why);
	void *arg;
};

/* Looks for the last run with the same recipe that is done, or else for the
 * last one that was begun, if such a run counts.  Returns 1 with R filled, or 0
 * with R empty, or -1.  If the result is 0, WHY has the reason why the run that
 * is most like the new one does not count, as "since run ID, ..."; it is empty
 * if no run had the same settings and operands. */
int same_recipe_find(struct run *r, const struct same_recipe *q,
		     struct buf *why, struct err *err);

#endif
