/*
 * run_dir.h - the directories that the runs of a chain ran in.
 *
 * A record holds the directory as it was.  An experiment that was
 * restored elsewhere has a file `places` in its archive, lines "ID DIR"
 * with DIR below the restored directory.
 */
#ifndef ARCHIVE_RUN_DIR_H
#define ARCHIVE_RUN_DIR_H

#include "archive/provenance.h"

/* Fill cwd, root and outside of every step. */
void run_dir_find(struct provenance *c);
/* The `places` file of a chain. */
void run_dir_text(const struct provenance *c, struct buf *to);
/* The time in a start.json or end.json, or NULL. */
const char *run_dir_time(const struct json *j);

#endif
