/*
 * run_dir.h - the directories that the runs of a chain ran in.
 *
 * A record holds the directory in which the run ran originally.  The store of a
 * restored experiment also has a file `places` with lines "ID DIR": run ID now
 * belongs in DIR, a path below the restored directory.
 */
#ifndef ARCHIVE_RUN_DIR_H
#define ARCHIVE_RUN_DIR_H

#include "archive/step.h"

/* Fill cwd, root and outside of N steps, whose runs are in S. */
void run_dir_find(struct step *step, size_t n, const struct store *s);
/* Returns 1 when run ID came into S by restoring an archive. */
int run_dir_is_restored(const struct store *s, const char *id);
/* Append the text of the file `places` for N steps to TO. */
void run_dir_text(const struct step *step, size_t n, struct buf *to);

#endif
