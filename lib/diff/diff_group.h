/*
 * diff_group.h - what differs in what went into several runs.
 * Inside lib/diff only.
 */
#ifndef DIFF_DIFF_GROUP_H
#define DIFF_DIFF_GROUP_H

#include "diff/ingredients.h"

/*
 * Set in TO what N RUNS do not have in common:
 *
 *	runs		list of {id, tool, state}
 *	code, data, settings, seed, environment, machine, free
 *			lists of {name, values} (ingredients.h), values by id;
 *			absent when nothing differs
 *	compared, different	integers: how many things could be compared,
 *			how many of them differ
 *	things		list of the names of those
 *	unknown		list of {name, why}: what not all runs recorded
 *
 * ONLY, unless it is NULL or empty, has the names of the groups to compare.
 */
void diff_group(struct json *to, const struct diff_run *runs, size_t n,
		const struct strs *only);
/* Whether ONLY is NULL, empty, or has GROUP. */
int diff_group_is_asked(const struct strs *only, const char *group);

#endif
