/*
 * run_dir.h - the directories that the runs of a chain ran in.
 *
 * A record holds the directory as it was.  An experiment that was
 * restored elsewhere has a file `places` in its archive, lines "ID DIR"
 * with DIR below the restored directory.  Inside lib/archive only.
 */
#ifndef ARCHIVE_RUN_DIR_H
#define ARCHIVE_RUN_DIR_H

#include "archive/step.h"

/* Fill cwd, root and outside of N steps, whose runs lie in S. */
void run_dir_find(struct step *step, size_t n, const struct store *s);
/* Whether run ID came into S by a restore. */
int run_dir_is_restored(const struct store *s, const char *id);
/* The `places` file of N steps. */
void run_dir_text(const struct step *step, size_t n, struct buf *to);

#endif
