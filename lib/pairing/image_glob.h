/*
 * image_glob.h - the images that globs and directories stand for.
 *
 * Each has a reference, as it goes into a table, and a name: what follows
 * the part of the glob that holds no wildcard.  So 'raw/p*' + '/bf.tif'
 * keeps the directory in the name ("p1/bf.tif"), where it tells the
 * images apart, and more images never change the names of the others.
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
		const char *name;   /* points into REF */
		size_t stem;	    /* length of NAME without ".tif" */
		const char *select; /* "[3]" in REF, or its end */
		char *varied;	    /* what a `*` of the pattern stands
					   for here, "t03"; "" */
	} * list;		    /* sorted by REF, each once */
	size_t n, cap;
	struct messages messages; /* of what is missing */
	int stacks; /* several planes of one file are among them */
	struct image_exclude *exclude; /* files to leave out, or NULL */
};

struct image_exclude {
	const struct strs *patterns; /* of paths, or of names without one */
	size_t *files;		     /* that each of them has left out */
};

/* Add what each of PATTERNS stands for: a glob(7), or a directory for the
 * TIFF files in it, either with a selection behind it ("f*.tif[1]",
 * "f.tif[c=2]"), whose `*` stands for each there is ("f.tif[c=0,t=*]").
 * AXES, if not NULL, is put into each selection.  One that matches nothing
 * is err_data. */
int image_glob_find(struct image_glob *n, const struct strs *patterns,
		    const char *axes, struct err *err);

/* Add one reference; its name starts at OFFSET.  Call image_glob_sort after
 * the last.  A name that cannot be a table's cell is err_data. */
int image_glob_add(struct image_glob *n, const char *ref, size_t offset,
		   struct err *err);
void image_glob_sort(struct image_glob *n);
void image_glob_release(struct image_glob *n);

#endif
