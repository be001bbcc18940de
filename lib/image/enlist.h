/*
 * enlist.h - from globs or a table to rows of id, source and target.
 */
#ifndef IMAGE_ENLIST_H
#define IMAGE_ENLIST_H

#include "base/strs.h"
#include "base/tsv.h"
#include "image/trouble.h"

struct enlist {
	const struct strs *source, *target;	/* globs and directories */
	const char *table;	/* instead of those; "-": stdin; or NULL */
	const char *key;	/* regular expression, or NULL */
	const char *axes;	/* of files that do not say, or NULL */
};

/* Fill T.  To SAID how pairs were found, as a sentence, or nothing. */
int enlist(struct tsv *t, const struct enlist *how, struct trouble *trouble,
	   struct buf *said, struct err *err);

#endif
