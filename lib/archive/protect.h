/*
 * protect.h - keeps a run that is repeated elsewhere from changing the
 * experiment in which it was recorded.
 *
 * A command, or a script, may name a file of its experiment by an absolute
 * path.  Repeated elsewhere it would change the user's present file, and not
 * that in the copy.  `xp-log run` refuses this for the directories in
 * $XP_PROTECT.
 *
 * Inside lib/archive only.
 */
#ifndef ARCHIVE_PROTECT_H
#define ARCHIVE_PROTECT_H

#include "archive/provenance.h"

/* Returns the directory of the experiment in which the run of ST was recorded,
 * an absolute path, or NULL if it is unknown.  The caller frees it. */
char *protect_recorded(const struct step *st);

/* Appends the directories to protect while ST is repeated to TO: that of the
 * record, those protected then, and the one in which the store of C is now. */
void protect_dirs(const struct provenance *c, const struct step *st,
		  struct strs *to);

/* Returns "XP_PROTECT=..." for an environment, with the directories DIRS but
 * not EXCEPT (NULL: all).  The caller frees it. */
char *protect_variable(const struct strs *dirs, const char *except);

/* Checks what NOW, the record of the repeated run in the store S, says of files
 * in the directories DIRS.  Fails with err_data if the program would have
 * changed one, or has read one that is not as ST read it. */
int protect_check(const struct strs *dirs, const struct step *st,
		  const struct store *s, const struct run *now,
		  struct err *err);

#endif
