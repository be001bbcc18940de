/*
 * image_glob.h - finds the images that match globs or lie in directories.
 *
 * Each image has a reference, which is written into the table, and a name.  The
 * name is its path without the leading directories of the glob that contain no
 * wildcard.  So the glob 'raw/p?/bf.tif' gives the name "p1/bf.tif", with the
 * directory that tells the images apart.  Adding images never changes the names
 * of others.
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
		/* the selection "[3]" in REF; if none, the end of REF */
		const char *select;
		/* what replaced a `*` in the selection: "t03", or "" */
		char *varied;
	} * list; /* sorted by REF; each occurs once */
	size_t n, cap;
	struct messages messages; /* warnings about missing planes */
	int stacks;		  /* 1: some file has several of the planes */
	/* 1: a `*` in a selection stays, for image/series.h, and stands for no
	 * planes of their own */
	int whole;
	struct image_exclude *exclude; /* files to leave out, or NULL */
};

struct image_exclude {
	/* globs that match whole paths or, if they contain no '/', names */
	const struct strs *patterns;
	/* for each pattern, the number of files that it left out */
	size_t *files;
};

/* Returns the length of the extension of an image's file at the end of NAME, or
 * 0. */
size_t image_glob_extension(const char *name);

/* Adds the images that PATTERNS match.  Each pattern is a glob(7), or a
 * directory, which stands for the TIFF files in it.  A selection may follow
 * ("f*.tif[1]", "f.tif[c=2]").  A `*` in the selection stands for every number
 * that exists ("f.tif[c=0,t=*]").  If AXES is not NULL, it is added to each
 * selection. A pattern that matches nothing is err_data. */
int image_glob_find(struct image_glob *n, const struct strs *patterns,
		    const char *axes, struct err *err);

/* Adds the reference REF, whose name begins at OFFSET.  Call image_glob_sort
 * after the last one.  If REF cannot be a cell of a table, fails with
 * err_data. */
int image_glob_add(struct image_glob *n, const char *ref, size_t offset,
		   struct err *err);
void image_glob_sort(struct image_glob *n);
void image_glob_release(struct image_glob *n);

#endif
