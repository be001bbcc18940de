/*
 * same_recipe.h - finds an earlier run that has done what a new run of a tool
 * of ours is to do.
 *
 * Looks at the files that the earlier run read.  If their contents, the
 * settings, code and program are the same now, the new run would do the same.
 * Runs of other programs do not count: what they depend on is not known.
 */
#ifndef REUSE_SAME_RECIPE_H
#define REUSE_SAME_RECIPE_H

#include "run/run.h"

/* what a new run is to do */
struct same_recipe {
	const struct store *store;
	const struct json *start; /* start.json that the new run would have */
	int may_begin; /* 1: a run that was interrupted counts, too */
	/* Sets D to the digest of stdin, and *ID to the id of a run if stdin
	 * holds only this id, otherwise to NULL.  Returns 0 if stdin cannot be
	 * known before the run. Called only if an earlier run read stdin. */
	int (*take_stdin)(void *arg, struct digest *d, const char **id);
	/* Returns 1 if run R, which is done or was interrupted, can stand for
	 * the new run. Otherwise puts the reason into WHY and returns -1 if R
	 * wrote other files, else 0.  NULL: any run can. */
	int (*is_usable)(void *arg, const struct run *r, struct buf *why);
	void *arg;
	/* ELF build id of the program; NULL: as in START's environment */
	const char *build;
};

/* Looks for the last run with the same recipe that is done.  If there is none
 * and Q->may_begin is 1, looks for the last one that was begun.  Returns 1 with
 * R filled, or 0 with R empty, or -1.
 *
 * On 0, WHY has the reason why the run that is most like the new one does not
 * count: "since run ID, ...".  WHY is empty if no run had the same settings and
 * operands. */
int same_recipe_find(struct run *r, const struct same_recipe *q,
		     struct buf *why, struct err *err);

/* Takes one difference: its kind (program, operand, input, pattern), the name
 * of what differs, and how it does: "has changed". */
typedef void same_recipe_fn(void *arg, const char *kind, const char *name,
			    const char *change);

/* Calls FN with each difference between what run R read and what the run of
 * Q->start would read now.  Both have the same command and settings.  Stdin and
 * code are not compared; programs and patterns are only if Q->build is not
 * NULL. Names are looked up in the working directory. */
void same_recipe_compare(const struct same_recipe *q, const struct run *r,
			 same_recipe_fn *fn, void *arg);

#endif
