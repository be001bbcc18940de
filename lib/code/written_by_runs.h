/*
 * written_by_runs.h - remembers which files recorded runs have written, so
 * that they do not count as code.
 *
 * Inputs of later runs often look like source (results.json, report.md).
 * .xp/written has a line, as sha256sum writes it, for each such output.  Paths
 * are relative to the directory that holds the store.  The file only grows and
 * may be deleted.
 */
#ifndef CODE_WRITTEN_BY_RUNS_H
#define CODE_WRITTEN_BY_RUNS_H

#include "store/file_list.h"
#include "store/store.h"

/* Adds the output at PATH if it looks like source.  A failure is not
 * reported. */
void written_by_runs_add(const struct store *s, const char *path,
			 const struct digest *d);
/* Reads all outputs into L, sorted, each with its last digest.  If the file is
 * damaged, L is empty. */
void written_by_runs_read(struct file_list *l, const struct store *s);
/* Returns 1 if the file at PATH has the digest D that a run's output at PATH
 * had. */
int written_by_runs_has(const struct file_list *l, const struct store *s,
			const char *path, const struct digest *d);

#endif
