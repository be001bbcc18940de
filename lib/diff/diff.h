/*
 * diff.h - what several runs do not have in common.
 */
#ifndef DIFF_DIFF_H
#define DIFF_DIFF_H

#include "diff/ingredients.h"

/*
 * Returns the differences of N RUNS, 2 or more, as a record; free with
 * json_free.
 *
 *	xp "diff 2"
 *	runs		list of {id, tool, state}
 *	compared, different, things, settings, seed, environment, machine,
 *	free, unknown	see diff_group.h
 *	code		list of {name, values}
 *	patch		list of {file, change, a, b, text}: for each run but the
 *			first, the files of the code that it does not have as
 *			the first run has them, with a unified diff
 *	data, outputs	lists of {path, change, values ...}: see diff_files.h
 *	metrics		list of {name, values, difference}, at the step whose
 *			weights are kept: see diff_metrics.h
 *	paired		of two evaluations: see diff_paired.h
 *	made_from	what differs in the runs that made the data that differ:
 *			see diff_origin.h
 *	differs		list of the groups that differ
 *	same_recipe, same_outputs	1 or 0
 *
 * What nothing is different in is absent.  ONLY has the groups to compare:
 * those of ingredients_group, "outputs" and "metrics"; NULL or empty: all.
 */
struct json *diff_runs(const struct diff_run *runs, size_t n,
		       const struct strs *only);

/* Returns 1 when DIFF differs in a group of GROUPS or, if that is empty, in any
 * but free settings and metrics. */
int diff_fails(const struct json *diff, const struct strs *groups);

#endif
