/*
 * diff.h - finds the differences between two runs.
 */
#ifndef DIFF_DIFF_H
#define DIFF_DIFF_H

#include "run/run.h"
#include "store/file_list.h"

/*
 * The differences as a record; free with json_free.
 *
 *	xp "diff 1", a and b (objects: id, tool), differs (integer),
 *	same_recipe, same_outputs (integers)
 *	settings, free_settings, code, environment, packages, metrics
 *				lists of {name, a, b}; a or b is absent
 *				where a run has no such thing; metrics are
 *				those at the step whose weights are kept, and
 *				also have `difference` (b - a), as text
 *	unknown			list of {name, why}: what one of them did not
 *				record, so that nobody can tell whether it
 *				differs
 *	patch			list of {file, a, b}: lines of the work
 *				tree's diff against its commit that only one
 *				run had
 *	data, outputs		lists of {path, change, a, b}: added,
 *				removed or changed, with digests; tables
 *				also {columns_added, columns_removed,
 *				rows_a, rows_b, lines_a, lines_b}
 *
 * Neither metrics nor settings that cannot change a result count as a
 * difference.
 */
int diff_runs(struct json **to, const struct store *s, const struct run *a,
	      const struct run *b, struct err *err);

#endif
