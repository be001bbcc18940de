/*
 * find_pairs.h - finds pairs by names or in a table, and lists them in a new
 * table with the columns id, source and target.
 *
 * With several globs of sources and as many of targets, the images of the first
 * glob of each side are paired, then those of the second, and so on.  If
 * pairing all images together finds more pairs, or the same ones, that is done
 * instead.
 */
#ifndef PAIRING_FIND_PAIRS_H
#define PAIRING_FIND_PAIRS_H

#include "base/strs.h"
#include "file/tsv.h"
#include "manifest/problem.h"

struct find_pairs {
	const struct strs *source, *target; /* globs and directories */
	/* path of a table of pairs ("-": stdin); NULL: the images of SOURCE and
	 * TARGET are paired by name */
	const char *table;
	const char *key; /* value of --key, or NULL */
	/* axes of files that do not describe their pages (ref.h), or NULL */
	const char *axes;
	/* globs of files, and of rows with such files, to leave out; a glob
	 * that leaves out nothing gets a warning */
	const struct strs *exclude;
};

/* Fills T with the pairs.  Adds to MESSAGES how images were paired by name, and
 * to PROBLEMS what is wrong with pairs or names.  Fails with err_usage if the
 * key is malformed, and with err_data if there is no pair or a problem that is
 * not allowed. */
int find_pairs(struct tsv *t, const struct find_pairs *how,
	       struct problems *problems, struct messages *messages,
	       struct err *err);

#endif
