/*
 * image_glob.h - finds the images that match globs or lie in directories.
 *
 * Each image has a reference, which goes into the table, and a name: its path
 * without the leading directories of the glob that contain no wildcard.  So
 * 'raw/p*' + '/bf.tif' keeps in the name ("p1/bf.tif") the directory that tells
 * the images apart, and adding images never changes the names of the others.
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
		size_t stem;	  /* length of NAME without ".tif" */
		/* the selection "[3]" in REF, or the end of REF */
		const char *select;
		/* what replaced a `*` in the selection: "t03", or "" */
		char *varied;
	} * list; /* sorted by REF, each once */
	size_t n, cap;
	struct messages messages; /* about planes that are missing */
	int stacks;		  /* 1: some file contributes several planes */
	struct image_exclude *exclude; /* files to leave out, or NULL */
};

struct image_exclude {
	/* globs, matched against whole paths or, without '/', names */
	const struct strs *patterns;
	/* for each pattern, how many files it left out */
	size_t *files;
};

/* Adds the images that PATTERNS match.  Each pattern is a glob(7), or a
 * directory, which stands for the TIFF files in it.  A selection may follow it
 * ("f*.tif[1]", "f.tif[c=2]"), in which `*` stands for every number that exists
 * ("f.tif[c=0,t=*]").  AXES, if not NULL, is put into each selection.  A
 * pattern that matches nothing is err_data. */
int image_glob_find(struct image_glob *n, const struct strs *patterns,
		    const char *axes, struct err *err);

/* Adds one reference, whose name starts at OFFSET.  Call image_glob_sort after
 * the last one.  A reference that cannot be a table's cell is err_data. */
int image_glob_add(struct image_glob *n, const char *ref, size_t offset,
		   struct err *err);
void image_glob_sort(struct image_glob *n);
void image_glob_release(struct image_glob *n);

#endif
