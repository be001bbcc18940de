/*
 * find_pairs.h - finds pairs by globs or in a table: rows of id, source and target.
 */
#ifndef PAIRING_FIND_PAIRS_H
#define PAIRING_FIND_PAIRS_H

#include "base/strs.h"
#include "file/tsv.h"
#include "manifest/problem.h"

struct find_pairs {
	const struct strs *source, *target; /* globs and directories */
	/* read pairs from this table instead; "-": stdin; or NULL */
	const char *table;
	const char *key; /* regular expression, or NULL */
	/* what the pages of files are that do not say so, or NULL */
	const char *axes;
	/* Globs of files to leave out, but not from a TABLE.  A glob that
	 * leaves out no file is reported as a warning. */
	const struct strs *exclude;
};

/* Fills T with the pairs.  MESSAGES receives how pairs were found by name,
 * PROBLEMS what is wrong with the images. */
int find_pairs(struct tsv *t, const struct find_pairs *how,
	       struct problems *problems, struct messages *messages,
	       struct err *err);

#endif
