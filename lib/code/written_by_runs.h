/*
 * written_by_runs.h - remembers which files recorded runs have written, so that
 * they do not count as code.
 *
 * Outputs often look like source (results.json, report.md).  The file
 * .xp/written lists the outputs that do, one line each as sha256sum writes it,
 * with paths below the directory of the store.  Lines are only added.  A user
 * may delete the file.
 */
#ifndef CODE_WRITTEN_BY_RUNS_H
#define CODE_WRITTEN_BY_RUNS_H

#include "store/file_list.h"
#include "store/store.h"

/* Adds the output PATH if it looks like source.  Failures are not reported. */
void written_by_runs_add(const struct store *s, const char *path,
			 const struct digest *d);

/* Reads all outputs into L, sorted by path, each with its last digest.  If the
 * file is damaged, L is empty.  The caller releases L. */
void written_by_runs_read(struct file_list *l, const struct store *s);

/* Returns 1 if L has an output PATH with the digest D. */
int written_by_runs_has(const struct file_list *l, const struct store *s,
			const char *path, const struct digest *d);

#endif
