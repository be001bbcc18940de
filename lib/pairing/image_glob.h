/*
 * image_glob.h - finds the images that globs match or directories contain.
 *
 * An image has a reference, which goes into the table, and a name, by which it
 * is paired: the path without the directories before the first wildcard.
 * 'raw/p?/bf.tif' gives the name "p1/bf.tif".  So a name does not depend on the
 * other images.
 */
#ifndef PAIRING_IMAGE_GLOB_H
#define PAIRING_IMAGE_GLOB_H

#include <stddef.h>

#include "base/err.h"
#include "base/messages.h"
#include "base/strs.h"

struct image_glob {
	struct image_name {
		char *ref;
		const char *name; /* points into REF */
		size_t stem; /* length of NAME without ".tif" and selection */
		/* selection "[3]" in REF, or the end of REF */
		const char *select;
		/* what replaced a `*` in the selection ("t03"), or "" */
		char *varied;
	} * list; /* sorted by REF; each occurs once */
	size_t n, cap;
	struct messages messages; /* warnings of plane_list_expand */
	int stacks;		  /* 1: a file has several planes in LIST */
	/* 1: a selection with a `*` stays one image (image/series.h); 0: each
	 * plane becomes an image */
	int whole;
	struct image_exclude *exclude; /* files to leave out, or NULL */
};

struct image_exclude {
	/* globs of files; one with a '/' is compared with paths, any other with
	 * names */
	const struct strs *patterns;
	/* number of files left out by each pattern; by any */
	size_t *files, all;
};

/* Returns 1 if the file PATH is to be left out, and counts it.  EXCLUDE may be
 * NULL. */
int image_glob_leaves_out(struct image_exclude *exclude, const char *path);

/* Returns the length of the extension of NAME (".tif"), or 0 if images have no
 * such extension. */
size_t image_glob_extension(const char *name);

/* Adds the images that PATTERNS stand for, and sorts all.  A pattern is a
 * glob(7), or a directory, for the TIFF files in it.  A selection may follow
 * ("f*.tif[1]"); a `*` in it stands for every number ("f.tif[c=0,t=*]").
 * Of several files, those are left out whose set of OME-TIFFs has these planes
 * in other files.   AXES,
 * unless NULL, is added to each selection.  Fails with err_data if a pattern
 * matches no image, only excluded ones, or only files without the planes. */
int image_glob_find(struct image_glob *n, const struct strs *patterns,
		    const char *axes, struct err *err);

/* Adds the image REF, whose name begins at REF[OFFSET].  After the last image
 * the caller calls image_glob_sort.  Fails with err_data if REF cannot be a
 * cell of a table. */
int image_glob_add(struct image_glob *n, const char *ref, size_t offset,
		   struct err *err);
void image_glob_sort(struct image_glob *n);
void image_glob_release(struct image_glob *n);

#endif
