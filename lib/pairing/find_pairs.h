/*
 * find_pairs.h - finds pairs by globs or in a table, and lists them in a new
 * table with the columns id, source and target.
 */
#ifndef PAIRING_FIND_PAIRS_H
#define PAIRING_FIND_PAIRS_H

#include "base/strs.h"
#include "file/tsv.h"
#include "manifest/problem.h"

struct find_pairs {
	const struct strs *source, *target; /* globs and directories */
	/* Path of a table that lists the pairs; "-": stdin.  NULL: pair the
	 * images of SOURCE and TARGET by name. */
	const char *table;
	const char *key; /* regular expression given by --key, or NULL */
	/* the axes of files that do not describe their own pages (ref.h), or
	 * NULL */
	const char *axes;
	/* Globs of files to leave out; not used with TABLE.  A glob that leaves
	 * out no file is reported as a warning. */
	const struct strs *exclude;
};

/* Fills T with the pairs.  If images were paired by name, MESSAGES say how.
 * PROBLEMS say what is wrong with the images. */
int find_pairs(struct tsv *t, const struct find_pairs *how,
	       struct problems *problems, struct messages *messages,
	       struct err *err);

#endif
