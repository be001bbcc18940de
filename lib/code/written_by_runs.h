/*
 * written_by_runs.h - remembers which files recorded runs have written, so that
 * these files do not count as code.
 *
 * Outputs of runs often look like source (results.json, report.md).  The file
 * .xp/written has a line for each such output, in the format of sha256sum.
 * Paths are relative to the directory that holds the store.  The file only
 * grows and may be deleted.
 */
#ifndef CODE_WRITTEN_BY_RUNS_H
#define CODE_WRITTEN_BY_RUNS_H

#include "store/file_list.h"
#include "store/store.h"

/* Adds the output at PATH if it looks like source.  A failure is not
 * reported. */
void written_by_runs_add(const struct store *s, const char *path,
			 const struct digest *d);

/* Reads all outputs into L, sorted by path.  If a path was written several
 * times, L has its last digest.  If the file is damaged, L is empty. */
void written_by_runs_read(struct file_list *l, const struct store *s);

/* Returns 1 if L lists an output at PATH with the digest D. */
int written_by_runs_has(const struct file_list *l, const struct store *s,
			const char *path, const struct digest *d);

#endif
