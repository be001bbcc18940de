/*
 * find_pairs.h - finds pairs by names or in a table, and lists them in a new
 * table with the columns id, source and target.
 *
 * If there are several globs of sources and as many of targets, the images of
 * the first one are paired with those of the first one, and so on.  If fewer
 * pairs are found in this way, or the same ones, all images are paired
 * together.
 */
#ifndef PAIRING_FIND_PAIRS_H
#define PAIRING_FIND_PAIRS_H

#include "base/strs.h"
#include "file/tsv.h"
#include "manifest/problem.h"

struct find_pairs {
	const struct strs *source, *target; /* globs and directories */
	/* path of a table of pairs ("-": stdin); NULL: pair the images of
	 * SOURCE and TARGET by name */
	const char *table;
	const char *key; /* value of --key, or NULL */
	/* axes of files that do not describe their pages (ref.h), or NULL */
	const char *axes;
	/* globs of files to leave out, and of rows with such files; a glob that
	 * leaves out nothing gets a warning */
	const struct strs *exclude;
};

/* Fills T with the pairs.  Adds to MESSAGES how images were paired by name, and
 * to PROBLEMS what is wrong with pairs or names. */
int find_pairs(struct tsv *t, const struct find_pairs *how,
	       struct problems *problems, struct messages *messages,
	       struct err *err);

#endif
