/*
 * image_glob.h - finds the images that match globs or lie in directories.
 *
 * Each image has a reference and a name.  The reference is written into the
 * table.  The name is the path without some leading directories: those before
 * the first wildcard of the glob.  So the glob 'raw/p?/bf.tif' gives the name
 * "p1/bf.tif".  The name keeps the directory "p1", which tells the images
 * apart.  Adding images never changes the names of others.
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
		size_t stem; /* length of NAME without the extension ".tif" */
		/* points to the selection "[3]" in REF, or to the end of REF if
		 * there is no selection */
		const char *select;
		/* text that replaced a `*` in the selection: "t03"; or "" */
		char *varied;
	} * list; /* sorted by REF; each occurs once */
	size_t n, cap;
	struct messages messages; /* warnings about missing planes */
	int stacks;		  /* 1: some file has several planes in LIST */
	/* 1: a selection with a `*` is kept as one image, for image/series.h.
	 * 0: each plane that the `*` stands for becomes an image */
	int whole;
	struct image_exclude *exclude; /* files to leave out, or NULL */
};

struct image_exclude {
	/* Globs of files.  A glob with a '/' is compared with whole paths, any
	 * other glob with names. */
	const struct strs *patterns;
	/* numbers of files left out, one number for each pattern */
	size_t *files;
};

/* Returns the length of the extension (".tif") at the end of NAME; 0 if NAME
 * does not end like an image. */
size_t image_glob_extension(const char *name);

/* Adds the images that PATTERNS match.  Each pattern is a glob(7), or a
 * directory, which stands for the TIFF files in it.  A selection may follow
 * ("f*.tif[1]", "f.tif[c=2]").  A `*` in the selection stands for every number
 * that exists ("f.tif[c=0,t=*]").  If AXES is not NULL, it is added to each
 * selection.  A pattern that matches nothing is err_data. */
int image_glob_find(struct image_glob *n, const struct strs *patterns,
		    const char *axes, struct err *err);

/* Adds an image with the reference REF.  Its name begins OFFSET bytes after the
 * start of REF.  Call image_glob_sort after the last image.  If REF cannot be a
 * cell of a table, fails with err_data. */
int image_glob_add(struct image_glob *n, const char *ref, size_t offset,
		   struct err *err);
void image_glob_sort(struct image_glob *n);
void image_glob_release(struct image_glob *n);

#endif
