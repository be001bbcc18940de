/*
 * tag.h - tags, the names that users give to runs.
 *
 * The file .xp/refs/NAME holds the id of the run that has the tag NAME.
 */
#ifndef RUN_TAG_H
#define RUN_TAG_H

#include "base/err.h"
#include "base/strs.h"
#include "store/store.h"

/* Returns 1 if NAME has the form of a tag. */
int tag_is_valid(const char *name);

/* Gives run ID the tag NAME.  If another run has this tag, this is err_data,
 * unless FORCE is set.  With FORCE the tag moves to run ID. */
int tag_set(const struct store *s, const char *name, const char *id, int force,
	    struct err *err);

/* Removes the tag NAME.  Fails with err_data if there is no such tag. */
int tag_drop(const struct store *s, const char *name, struct err *err);

/* Returns 1 if a run has the tag NAME, 0 if no run has it, -1 on an error.
 * With 1, *ID becomes the id of that run; the caller frees *ID. */
int tag_get(const struct store *s, const char *name, char **id,
	    struct err *err);

/* Fills NAMES with all tags, sorted. */
int tag_list(const struct store *s, struct strs *names, struct err *err);

#endif
