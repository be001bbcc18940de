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

/* Gives run ID the tag NAME.  If another run has the tag, moves it with FORCE,
 * and fails with err_data without.  Fails with err_usage if NAME is not
 * valid. */
int tag_set(const struct store *s, const char *name, const char *id, int force,
	    struct err *err);

/* Removes the tag NAME; also one whose file is missing although xp-log wrote
 * it.  Fails with err_data if there is none, and with
 * err_usage if NAME is not valid. */
int tag_drop(const struct store *s, const char *name, struct err *err);

/* Finds the run with the tag NAME.  Returns 1 with *ID set, which the caller
 * frees, or 0 if there is none, or -1 on an error. */
int tag_get(const struct store *s, const char *name, char **id,
	    struct err *err);

/* Fails with err_data if the tag NAME, which names run ID, is not what xp-log
 * wrote: somebody has changed it by hand. */
int tag_check(const struct store *s, const char *name, const char *id,
	      struct err *err);

/* Fails with err_data if somebody has removed the tag of one of the runs IDS by
 * hand: xp-log wrote it, and the file is missing. */
int tag_check_lost(const struct store *s, const struct strs *ids,
		   struct err *err);

/* Adds all tags to NAMES, and sorts NAMES. */
int tag_list(const struct store *s, struct strs *names, struct err *err);

#endif
