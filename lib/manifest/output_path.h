/*
 * output_path.h - plans the paths of images that are made from the rows of a
 * manifest.
 */
#ifndef MANIFEST_OUTPUT_PATH_H
#define MANIFEST_OUTPUT_PATH_H

#include "base/strs.h"
#include "manifest/manifest.h"

struct output_path {
	const char *dir;       /* directory of the images; made if missing */
	const char *extension; /* extension with its dot: ".tif" */
	/* split of the rows that get a path; NULL: all rows */
	const char *split;
	int overwrite; /* 1: files that exist are no error */
};

/* Fills TO with one text for each row of P.  The text is a path such as
 * DIR/ID.tif.  If the row is in another split, the text is "".  In ID, '_'
 * replaces each slash, each control character and a dot at the start, so each
 * file lies in DIR.  Fails with err_data if two rows have the same path, a path
 * is an image of the manifest (the message names both files), or a name is too
 * long for a file.  Also fails with err_data if a file exists, unless
 * HOW->overwrite is 1. */
int output_path_rows(struct strs *to, const struct manifest *p,
		     const struct output_path *how, struct err *err);

#endif
