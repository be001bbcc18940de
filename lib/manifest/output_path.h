/*
 * output_path.h - plans the paths of images that are made from the rows of a
 * manifest.
 */
#ifndef MANIFEST_OUTPUT_PATH_H
#define MANIFEST_OUTPUT_PATH_H

#include "base/strs.h"
#include "manifest/manifest.h"

struct output_path {
	const char *dir;
	const char *extension; /* with its dot: ".tif" */
	/* split of the rows that get a path; NULL: all rows */
	const char *split;
	int overwrite; /* 1: files may exist already */
};

/* Fills TO with a path for each row of P, DIR/ID with the extension, or "" if
 * the row is in another split, and makes DIR.  Characters in ID that could lead
 * out of DIR (a slash, a control character, a dot at the start) become '_'.
 * Fails with err_sys if DIR cannot be made, and with err_data
 * - if two rows get one path
 * - if a path is an image of the manifest, or one of its dark or flat images
 * - if a name is too long, or DIR cannot be a cell of a table
 * - if a file exists already, unless HOW->overwrite is 1 */
int output_path_rows(struct strs *to, const struct manifest *p,
		     const struct output_path *how, struct err *err);

#endif
