/*
 * dialect.h - what programs write into their TIFFs beyond TIFF's own tags.
 *
 * Inside lib/image only.  One dialect, one file, lib/image/dialect_x.c; its
 * name goes into DIALECTS in Makefile.am and nowhere else.
 */
#ifndef IMAGE_DIALECT_H
#define IMAGE_DIALECT_H

#include "image/axes.h"
#include "image/tiff_page.h"

struct dialect_file {			/* what a dialect is recognised by */
	const char *path, *description; /* of the first page, "" if none */
	const struct tiff_page *first;
	size_t pages; /* in the file's chain */
};

struct dialect {
	const char *name;
	/* Returns 1 if F is written in this dialect. */
	int (*is)(const struct dialect_file *f);
	/* Fills A, in which nothing is known yet, as far as it understands F.
	 * Never fails: what it does not understand stays unknown. */
	void (*read)(struct axes *a, const struct dialect_file *f);
	/* Fills *PAGE with the page of plane number PLANE, in the order of A's
	 * axes.  NULL: the planes are the pages.  PATH is for messages. */
	int (*page)(const struct axes *a, size_t plane, const char *path,
		    size_t *page, struct err *err);
	/* Returns the size of PAGE's pixels.  NULL: TIFF's tags give it. */
	struct pixel_pitch (*pitch)(const struct axes *a,
				    const struct tiff_page *page);
};

/* All of them, in the order of DIALECTS; NULL ends. */
extern const struct dialect *const dialects[];
/* Returns the first dialect that F is written in, or NULL for plain TIFF. */
const struct dialect *dialect_find(const struct dialect_file *f);

#endif
