/*
 * run_dir.h - the directories in which the runs of a chain ran.
 *
 * A record has the directory in which its run ran.  A restored experiment has
 * others: its store has a file `places` with lines "ID DIR", where DIR is the
 * directory of run ID below the restored directory.
 */
#ifndef ARCHIVE_RUN_DIR_H
#define ARCHIVE_RUN_DIR_H

#include "archive/step.h"

/* Fills in cwd, root and outside of N steps, whose runs are in S. */
void run_dir_find(struct step *step, size_t n, const struct store *s);

/* Returns 1 if run ID came into S from an archive. */
int run_dir_is_restored(const struct store *s, const char *id);

/* Appends the text of `places` for N steps. */
void run_dir_text(const struct step *step, size_t n, struct buf *to);

#endif
