/*
 * diff.h - finds what differs between several runs.
 */
#ifndef DIFF_DIFF_H
#define DIFF_DIFF_H

#include "diff/ingredients.h"

/*
 * Returns the differences of N RUNS, 2 or more, as a record, which the caller
 * frees.  A key is absent if nothing differs in it.
 *
 *	xp "diff 2"
 *	runs		list of {id, tool, state}
 *	compared, different, things, settings, seed, environment, machine,
 *	free, unknown	see diff_group.h
 *	code		list of {name, values}
 *	patch		files of the code that differ between the first run and
 *			another: list of {file, change, a, b, text}, where
 *			"change" is added, removed, changed, or mode if the
 *			file may be executed in only one run, A and B are the
 *			ids of the two runs, and "text" is a unified diff,
 *			absent if the bytes are equal or not text, or the file
 *			is above 1 MiB or was not kept
 *	data, outputs	see diff_files.h
 *	metrics		list of {name, values, difference}: see diff_metrics.h
 *	paired		of two evaluations: see diff_paired.h
 *	made_from	differences between the runs that made different data:
 *			see diff_origin.h
 *	differs		list of the groups that differ
 *	same_recipe	1 or 0
 *	same_outputs	0 if outputs were compared and differ, else 1
 *
 * ONLY has the names of the groups to compare: those in ingredients_group,
 * "outputs" and "metrics".  If ONLY is NULL or empty, all are compared.
 */
struct json *diff_runs(const struct diff_run *runs, size_t n,
		       const struct strs *only);

/* Returns 1 if DIFF has a difference in one of GROUPS.  If GROUPS is empty, all
 * groups count except free and metrics. */
int diff_fails(const struct json *diff, const struct strs *groups);

#endif
