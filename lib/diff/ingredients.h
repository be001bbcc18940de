/*
 * ingredients.h - what went into a run, as values with names, in groups.
 */
#ifndef DIFF_INGREDIENTS_H
#define DIFF_INGREDIENTS_H

#include "run/run.h"

/*
 * Returns an object of objects, all of whose values are text; free with
 * json_free.
 *
 *	code		version of the tool (of another program its digest);
 *			files (digest of all recorded code), commit
 *	data		each input's digest by its path; of another program than
 *			ours without what is code
 *	settings	tool, those settings that can change a result, operands
 *	seed		the setting of this name
 *	environment	compiler, libraries, variables, packages
 *	machine		processor, memory, kernel ...
 *	free		settings that cannot change a result
 *	unknown		by group or by "outputs": why R did not record it
 *
 * A group that R did not record is absent.
 */
struct json *ingredients_of(const struct store *s, const struct run *r);

/* The groups but for "unknown", in the order in which people read them; NULL
 * ends them. */
extern const char *const ingredients_group[];

/* Compare N of them, each called LABEL.  Returns an object with, for each group
 * in which they differ, a list of {name, values}, values being an object from
 * label to text; who lacks a thing has no value.  What one of them did not
 * record is not compared.  *COMPARED is how many things could be: each setting
 * counts as one, and so do code, data, seed, environment and machine; free
 * settings do not count. */
struct json *ingredients_compare(const struct json *const *of,
				 const char *const *label, size_t n,
				 size_t *compared);

/* Returns NAME without the id of the run in whose directory it lies, so that
 * two runs' files have the same name; the caller frees it. */
char *ingredients_file(const char *path);

#endif
