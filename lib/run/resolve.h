/*
 * resolve.h - finds the run that a user means by a name.
 */
#ifndef RUN_RESOLVE_H
#define RUN_RESOLVE_H

#include "base/err.h"
#include "run/run.h"
#include "store/store.h"

/*
 * Sets *ID to the id of the run that NAME means.  The caller frees *ID.  NAME
 * is one of these:
 *
 *	ID		an id
 *	PART		the first characters of an id, or of the last part of an
 *			id: at least 4 characters, and only one run has them
 *	TAG		a tag
 *	@1, @last	the last run that did not fail
 *	@2, @3 ..	the second and third to last run that did not fail
 *	@any1, @any2 ..	the last and second to last run, failed or not
 *
 * Here @N counts the runs of all tools in the order of `xp-log ls`.  In this
 * order the stages of a pipeline stand together.  An unknown or ambiguous name
 * is err_data.  The message lists the runs that NAME could mean.
 */
int resolve_run(const struct store *s, const char *name, char **id,
		struct err *err);

/* Does the same, but @N counts failed runs, too.  So a failed run can be
 * resumed. */
int resolve_any_run(const struct store *s, const char *name, char **id,
		    struct err *err);

/* Finds the store S of the current directory.  Reads into R the run that NAME
 * means in S.  The caller releases S and R. */
int resolve_find(struct run *r, struct store *s, const char *name,
		 struct err *err);

/* Does the same, but @N counts failed runs, too. */
int resolve_find_any(struct run *r, struct store *s, const char *name,
		     struct err *err);

/* From now on @N does not count run ID.  This is for the run of the present
 * process: users never mean this run. */
void resolve_hide(const char *id);

#endif
