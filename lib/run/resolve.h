/*
 * resolve.h - finds the run that a user means by a name.
 */
#ifndef RUN_RESOLVE_H
#define RUN_RESOLVE_H

#include "base/err.h"
#include "run/run.h"
#include "store/store.h"

/* Sets *ID, which the caller frees, to the id of the run NAME.  NAME is an id,
 * or the first characters of an id or of its last part (4 or more, and of one
 * run only), or a tag, or @1 (the last run that did not fail; also @last), @2
 * (the one before it), ..., or @any1, @any2, which count failed runs, too.  @N
 * counts the runs of all tools in the order of `xp-log ls`, where the stages of
 * a pipeline stand together.  An unknown or ambiguous name is err_data that
 * lists the runs it could mean. */
int resolve_run(const struct store *s, const char *name, char **id,
		struct err *err);
/* The same, but @N counts failed runs, too: to resume one. */
int resolve_any_run(const struct store *s, const char *name, char **id,
		    struct err *err);
/* Finds the store S of the current directory and reads into R the run that
 * NAME means there; the caller releases both. */
int resolve_find(struct run *r, struct store *s, const char *name,
		 struct err *err);
/* From now on @N does not count run ID.  This is for the run of this very
 * process, which its user never means. */
void resolve_hide(const char *id);

#endif
