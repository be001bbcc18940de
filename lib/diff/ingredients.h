/*
 * ingredients.h - lists what went into a run: named values in groups.
 */
#ifndef DIFF_INGREDIENTS_H
#define DIFF_INGREDIENTS_H

#include "base/strs.h"
#include "run/run.h"

struct diff_run { /* a recorded run, and the store it is in */
	const struct store *store;
	const struct run *run;
};

/*
 * Returns an object of objects, all of whose values are text; free with
 * json_free.
 *
 *	code		version of the tool (of another program its digest);
 *			files (digest of all recorded code)
 *	data		each input's digest by its path; of another program than
 *			ours without what is code
 *	settings	tool, those settings that can change a result, operands
 *	seed		the setting of this name
 *	environment	compiler, libraries, variables, packages
 *	machine		processor, memory, kernel ...
 *	free		what cannot change a result: threads and the like, the
 *			settings file, commit and work tree (whose files count)
 *	unknown		by group or by "outputs": why it was not recorded
 *
 * A group that was not recorded is absent.
 */
struct json *ingredients_of(const struct diff_run *of);

/* The groups but for "unknown", in the order in which people read them; NULL
 * ends them. */
extern const char *const ingredients_group[];

/* Compares N such objects, each of which has a LABEL.  Returns an object that
 * has, for each group in which they differ, a list of {name, values}.  Here
 * values is an object from label to text; a label is absent if its run lacks
 * that value.  A group that one of the runs did not record is not compared.
 * Sets *COMPARED to the number of things that were compared: each setting
 * counts as one, and so do code, data, seed, environment and machine; free
 * settings do not count.  ONLY has the groups to compare; NULL or empty:
 * all. */
struct json *ingredients_compare(const struct json *const *of,
				 const char *const *label, size_t n,
				 const struct strs *only, size_t *compared);

/* Returns PATH without the id of the run in whose directory the file is, so
 * that the same file of two runs has the same name; the caller frees it. */
char *ingredients_file(const char *path);

#endif
