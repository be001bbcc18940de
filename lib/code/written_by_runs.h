/*
 * written_by_runs.h - files that recorded runs wrote: they are no code.
 *
 * .xp/written has a line, as sha256sum writes it, for each output that looks
 * like source (results.json, report.md).  Names are relative to the directory
 * that holds the store.  It only ever grows and may be deleted.
 */
#ifndef CODE_WRITTEN_BY_RUNS_H
#define CODE_WRITTEN_BY_RUNS_H

#include "store/file_list.h"
#include "store/store.h"

/* Notes the output at PATH when it looks like source; failure is no error. */
void written_by_runs_add(const struct store *s, const char *path,
			 const struct digest *d);
/* All of them, sorted, the last digest of each; a damaged file is none. */
void written_by_runs_read(struct file_list *l, const struct store *s);
/* Whether the file at PATH is what a run wrote there. */
int written_by_runs_has(const struct file_list *l, const struct store *s,
			const char *path, const struct digest *d);

#endif
