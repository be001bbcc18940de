/*
 * diff_group.h - compares what went into several runs, group by group.
 *
 * Inside lib/diff only.
 */
#ifndef DIFF_DIFF_GROUP_H
#define DIFF_DIFF_GROUP_H

#include "diff/ingredients.h"

/*
 * Sets in TO what differs between N RUNS:
 *
 *	runs		list of {id, tool, state}
 *	code, data, settings, seed, environment, machine, free
 *			lists of {name, values} (ingredients.h), where values
 *			is an object from ids of runs to text; absent if
 *			nothing differs
 *	compared	integer: how many things could be compared
 *	different	integer: how many of them differ
 *	things		list of their names
 *	unknown		list of {name, why}: what not all runs recorded
 *
 * ONLY has the names of the groups to compare.  If ONLY is NULL or empty, all
 * are compared.
 */
void diff_group(struct json *to, const struct diff_run *runs, size_t n,
		const struct strs *only);

/* Returns 1 if ONLY is NULL, is empty, or has GROUP. */
int diff_group_is_asked(const struct strs *only, const char *group);

#endif
