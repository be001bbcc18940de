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

struct dialect_file {			/* what there is to go by */
	const char *path, *description; /* of the first page, "" if none */
	const struct tiff_page *first;
	size_t pages; /* in the file's chain */
};

struct dialect {
	const char *name;
	/* Whether F is written in this dialect. */
	int (*is)(const struct dialect_file *f);
	/* Fills A, of which nothing is known yet, as far as F is understood.
	 * Never fails: what is not understood is not known. */
	void (*read)(struct axes *a, const struct dialect_file *f);
	/* Finds the page of the PLANE-th plane in the order of A's axes; NULL:
	 * the planes are the pages.  PATH is for messages. */
	int (*page)(const struct axes *a, size_t plane, const char *path,
		    size_t *page, struct err *err);
	/* How far apart pixels of PAGE are; NULL: as TIFF's tags say. */
	struct pixel_pitch (*pitch)(const struct axes *a,
				    const struct tiff_page *page);
};

/* All of them, in the order of DIALECTS; NULL ends. */
extern const struct dialect *const dialects[];
/* The first one that F is written in, or NULL: plain TIFF. */
const struct dialect *dialect_find(const struct dialect_file *f);

#endif
