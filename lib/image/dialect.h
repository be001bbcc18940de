/*
 * dialect.h - what programs write into their TIFFs beyond TIFF's own tags.
 *
 * Inside lib/image only.  Each dialect is one file, lib/image/dialect_x.c,
 * named in DIALECTS in Makefile.am and nowhere else.
 */
#ifndef IMAGE_DIALECT_H
#define IMAGE_DIALECT_H

#include "image/axes.h"
#include "image/tiff_page.h"

struct dialect_file { /* what a dialect is recognised by */
	/* path of the file, and description of its first page ("" if none) */
	const char *path, *description;
	const struct tiff_page *first;
	size_t pages; /* number of pages in the file's chain */
};

struct dialect {
	const char *name;
	/* Returns 1 if F is written in this dialect. */
	int (*is)(const struct dialect_file *f);
	/* Fills A, which axes_init has made.  What is not understood stays
	 * unknown. */
	void (*read)(struct axes *a, const struct dialect_file *f);
	/* Sets *PAGE to the page with plane number PLANE, in the order of A's
	 * axes.  Fails with err_data if it is in no page of this file, whose
	 * PATH the message names.  NULL: each page is one plane. */
	int (*page)(const struct axes *a, size_t plane, const char *path,
		    size_t *page, struct err *err);
	/* Returns the pixel size of PAGE.  NULL: TIFF's tags give it. */
	struct pixel_pitch (*pitch)(const struct axes *a,
				    const struct tiff_page *page);
};

/* All dialects, NULL at the end. */
extern const struct dialect *const dialects[];

/* Returns the first dialect that F is written in, or NULL for plain TIFF. */
const struct dialect *dialect_find(const struct dialect_file *f);

#endif
