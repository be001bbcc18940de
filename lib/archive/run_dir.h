/*
 * run_dir.h - the directories in which the runs of a chain ran.
 *
 * A record holds the directory in which its run originally ran.  A restored
 * experiment has other directories.  Its store has a file `places` with lines
 * "ID DIR".  Such a line says that run ID belongs in DIR, a path below the
 * restored directory.
 */
#ifndef ARCHIVE_RUN_DIR_H
#define ARCHIVE_RUN_DIR_H

#include "archive/step.h"

/* Fills cwd, root and outside of the N steps.  Their runs are in S. */
void run_dir_find(struct step *step, size_t n, const struct store *s);

/* Returns 1 when run ID came into S from an archive. */
int run_dir_is_restored(const struct store *s, const char *id);

/* Appends the text of the file `places` for the N steps to TO. */
void run_dir_text(const struct step *step, size_t n, struct buf *to);

#endif
