/*
 * ingredients.h - lists what went into a run: named values in groups.
 */
#ifndef DIFF_INGREDIENTS_H
#define DIFF_INGREDIENTS_H

#include "base/strs.h"
#include "run/run.h"

struct diff_run { /* a recorded run and its store */
	const struct store *store;
	const struct run *run;
};

/*
 * Returns an object of groups, each an object of named values as text.  The
 * caller frees it.  A group that was not recorded is absent.  "Another program"
 * is one that is not a tool of ours.
 *
 *	code		version of the tool, or digest of another program;
 *			files (digest of all recorded code)
 *	data		digest of each input by its path, without code that
 *			another program read; "link PATH", what a link points
 *			to, and "names in PATH", digest of the names in a
 *			directory, that another program used
 *	settings	tool, settings that can change a result, operands
 *	seed		the setting of this name
 *	environment	compiler, libraries, variables, packages; modules that
 *			another program loaded, and programs that it ran
 *	machine		processor, memory, kernel ...
 *	free		what cannot change a result: threads and the like, the
 *			settings file, commit and work tree
 *	unknown		why something was not recorded, by group or "outputs"
 *
 * Of an imported run only settings and seed are there.
 */
struct json *ingredients_of(const struct diff_run *of);

/* names of all groups except "unknown", in the order for people; NULL at the
 * end */
extern const char *const ingredients_group[];

/* Compares N results of ingredients_of.  OF[i] is called LABEL[i].  Returns an
 * object with an entry for each group in which they differ: a list of {name,
 * values}.  "values" is an object from labels to text, without the labels of
 * runs that lack the value.  Code and modules that a run lacks are not
 * compared, nor are groups that a run did not record.  ONLY has the groups to
 * compare; NULL or empty: all.  The caller frees the object.
 *
 * *COMPARED becomes the number of things compared: each setting that is not
 * free, code, data, seed, environment, machine. */
struct json *ingredients_compare(const struct json *const *of,
				 const char *const *label, size_t n,
				 const struct strs *only, size_t *compared);

/* Returns 1 if NAME, a value of the group data, is a link or the names in a
 * directory. */
int ingredients_is_name(const char *name);

/* Returns PATH with * for the id of a run in it, so that the same file of two
 * runs has one name.  The caller frees it. */
char *ingredients_file(const char *path);

#endif
