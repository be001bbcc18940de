/*
 * written_by_runs.h - remembers the files that recorded runs wrote, which do
 * not count as code.
 *
 * Outputs often look like source (results.json, report.md).  The file
 * .xp/written lists those outputs, a line each as sha256sum writes it, with
 * paths relative to the directory that holds the store, or absolute if
 * elsewhere.  Lines are only added.  A user may delete the file.
 */
#ifndef CODE_WRITTEN_BY_RUNS_H
#define CODE_WRITTEN_BY_RUNS_H

#include "store/file_list.h"
#include "store/store.h"

/* Adds the output PATH if it is named like source.  Failures are not
 * reported. */
void written_by_runs_add(const struct store *s, const char *path,
			 const struct digest *d);

/* Reads all outputs into L, sorted by path, each with its last digest.  If the
 * file is damaged, L is empty.  The caller releases L. */
void written_by_runs_read(struct file_list *l, const struct store *s);

/* Returns 1 if D is the last digest of the output PATH in L. */
int written_by_runs_has(const struct file_list *l, const struct store *s,
			const char *path, const struct digest *d);

#endif
