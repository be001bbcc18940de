/*
 * tag.h - tags, the names that users give to runs: .xp/refs/NAME holds the
 * run's id.
 */
#ifndef RUN_TAG_H
#define RUN_TAG_H

#include "base/err.h"
#include "base/strs.h"
#include "store/store.h"

/* Returns 1 when NAME has the form of a tag. */
int tag_is_valid(const char *name);
/* Give run ID the tag NAME.  If another run has this tag, that is err_data;
 * with FORCE the tag moves to run ID instead. */
int tag_set(const struct store *s, const char *name, const char *id, int force,
	    struct err *err);
/* Remove the tag NAME; err_data when there is none. */
int tag_drop(const struct store *s, const char *name, struct err *err);
/* Returns 1 and sets *ID, which the caller frees, to the id of the run with
 * tag NAME, or returns 0 if no run has it, or -1 on an error. */
int tag_get(const struct store *s, const char *name, char **id,
	    struct err *err);
/* Fills NAMES with all tags, sorted. */
int tag_list(const struct store *s, struct strs *names, struct err *err);

#endif
