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
 * is
 *
 *	ID		an id
 *	PART		the first characters, at least 4, of an id or of the
 *			last part of an id, if no other id has them
 *	TAG		a tag
 *	@1, @last	the last run that did not fail
 *	@2, @3 ..	the second to last one, the third to last one ..
 *	@any1, @any2 ..	the last run, the second to last one .., failed or not
 *
 * @N counts the runs of all tools in the order of `xp-log ls`, where the stages
 * of a pipeline are together.  Fails with err_data if NAME is unknown or
 * ambiguous; the message lists the runs that NAME could mean.  Fails with
 * err_usage if NAME begins with @ and has none of these forms.
 */
int resolve_run(const struct store *s, const char *name, char **id,
		struct err *err);

/* Does the same, but @N counts failed runs, too. */
int resolve_any_run(const struct store *s, const char *name, char **id,
		    struct err *err);

/* Finds the store S and reads its run NAME into R.  The caller releases
 * both. */
int resolve_find(struct run *r, struct store *s, const char *name,
		 struct err *err);

/* Does the same, but @N counts failed runs, too. */
int resolve_find_any(struct run *r, struct store *s, const char *name,
		     struct err *err);

/* Makes @N not count run ID, the run of this process, from now on. */
void resolve_hide(const char *id);

#endif
