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
 * Returns an object of groups; each group is an object of named values as
 * text.  The caller frees it with json_free.
 *
 *	code		version of the tool, or the digest of a program that is
 *			not a tool of ours; files (digest of all recorded code)
 *	data		digest of each input by its path; the code that a
 *			program that is not a tool of ours read is left out
 *	settings	tool, settings that can change a result, operands
 *	seed		the setting of this name
 *	environment	compiler, libraries, variables, packages
 *	machine		processor, memory, kernel ...
 *	free		what cannot change a result: threads and the like, the
 *			settings file, commit and work tree (the files of the
 *			work tree count as code)
 *	unknown		reasons why something was not recorded, by group or by
 *			"outputs"
 *
 * A group that was not recorded is absent.
 */
struct json *ingredients_of(const struct diff_run *of);

/* Names of the groups without "unknown", in the order in which people read
 * them.  NULL ends the list. */
extern const char *const ingredients_group[];

/* Compares N results of ingredients_of.  OF[i] has the name LABEL[i].  Returns
 * an object with an entry for each group in which they differ: a list of {name,
 * values}.  Here values is an object from label to text.  A label is absent if
 * its run lacks the value.  A group that one of the runs did not record is not
 * compared.  Sets *COMPARED to the number of things that were compared.  Each
 * setting counts as one thing, and so do code, data, seed, environment and
 * machine.  Free settings do not count.  ONLY has the groups to compare.  If
 * ONLY is NULL or empty, all groups are compared. */
struct json *ingredients_compare(const struct json *const *of,
				 const char *const *label, size_t n,
				 const struct strs *only, size_t *compared);

/* Returns PATH without the id of the run in whose directory the file is.  So
 * the same file of two runs has the same name.  The caller frees the name. */
char *ingredients_file(const char *path);

#endif
