/*
 * contents.h - what a file contains: its pages, and what each of them is.
 *
 * Inside lib/image only.  A process finds this out once for each file of
 * several pages, however many of its planes are read.  So time grows with the
 * number of pages, not with its square.
 */
#ifndef IMAGE_CONTENTS_H
#define IMAGE_CONTENTS_H

#include "image/dialect.h"
#include "image/tiff.h"
#include "image/tiff_chain.h"

struct contents { /* does not change once made; many threads may use it */
	struct tiff_chain chain;
	struct tiff_page first;	       /* without its colour map */
	const struct dialect *dialect; /* NULL: plain TIFF */
	struct axes axes;
	/* The numbers, in the chain, of the pages that count; NULL: all
	 * count. */
	size_t *page;
	size_t pages; /* number of pages that count */
	/* the most pixels of a page that is not marked as a copy */
	double largest;
	/* pages that are smaller copies of others, whether they count or not */
	size_t copies;
	/* 1: pages are planes whose pixels follow a single page */
	int behind_one;

	/* for contents.c */
	const struct file_table_entry *file;
	uint64_t size;
	struct timespec mtime;
	size_t users;
};

/* Fills *C with the contents of T, reading T only if they are not known yet.
 * The caller releases *C, which is NULL after a failure. */
int contents_of(const struct contents **c, struct tiff_file *t,
		struct err *err);
void contents_release(const struct contents *c);

/* Returns 1 if PAGE, a number among those that count, is a smaller copy of
 * another page. */
int contents_is_copy(const struct contents *c, size_t page);

/* Makes PAGE, a number among those that count, the current page of T, and fills
 * TO with its description. */
int contents_select(const struct contents *c, struct tiff_file *t, size_t page,
		    struct tiff_page *to, struct err *err);

#endif
