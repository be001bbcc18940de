/*
 * find.h - from globs or a table to rows of id, source and target.
 */
#ifndef PAIRING_FIND_H
#define PAIRING_FIND_H

#include "base/strs.h"
#include "base/tsv.h"
#include "manifest/problem.h"

struct find_pairs {
	const struct strs *source, *target; /* globs and directories */
	const char *table; /* instead of those; "-": stdin; or NULL */
	const char *key;   /* regular expression, or NULL */
	const char *axes;  /* of files that do not say, or NULL */
	/* Globs of files to leave out; one that leaves out none is warned of.
	 * Not of a table's. */
	const struct strs *exclude;
};

/* Fill T.  MESSAGES says how pairs were found by name. */
int find_pairs(struct tsv *t, const struct find_pairs *how,
	       struct problems *problems, struct messages *messages,
	       struct err *err);

#endif
