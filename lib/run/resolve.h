/*
 * resolve.h - which run a person means.
 */
#ifndef RUN_RESOLVE_H
#define RUN_RESOLVE_H

#include "base/err.h"
#include "run/run.h"
#include "store/store.h"

/* NAME: an id, a unique prefix of one or of its last part (4 characters
 * or more), a tag, or @1 (the last; also @last), @2 (the one before), ...;
 * ID is freed by the caller.  @N counts runs of all tools, in the order of
 * `xp-log ls`: the stages of a pipeline one after the other.  Unknown or
 * ambiguous: err_data that lists what it could have been. */
int resolve_run(const struct store *s, const char *name, char **id,
		struct err *err);
/* Opens the store of this directory as S and reads the run that NAME
 * means there; the caller releases both. */
int resolve_find(struct run *r, struct store *s, const char *name,
		 struct err *err);
/* From now on @N does not count run ID: a process does not mean the run
 * that it is itself. */
void resolve_hide(const char *id);

#endif
