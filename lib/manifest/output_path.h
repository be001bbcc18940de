/*
 * output_path.h - plans the paths of images that are made from the rows of a
 * manifest.
 */
#ifndef MANIFEST_OUTPUT_PATH_H
#define MANIFEST_OUTPUT_PATH_H

#include "base/strs.h"
#include "manifest/manifest.h"

struct output_path {
	const char *dir;       /* is made, too */
	const char *extension; /* ".tif" */
	const char *split;     /* rows in this split have a path; NULL: all */
	int overwrite;	       /* 1: files that exist are no error */
};

/* Fills TO with a path for each row of P, DIR/ID.tif, or "" if the row has
 * none.  In ID, a slash, a dot at the start and control characters become '_',
 * so that each file lies in DIR.  These are err_data: two rows of one path, a
 * path that is one of the manifest's own images (both are named), a name that
 * is too long for a file, and a file that exists. */
int output_path_rows(struct strs *to, const struct manifest *p,
		     const struct output_path *how, struct err *err);

#endif
