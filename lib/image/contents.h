/*
 * contents.h - finds out which pages a file contains and what each of them is.
 *
 * Inside lib/image only.  A process does this only once for a file of several
 * pages, however many planes of the file it reads.  So the time for reading all
 * planes grows with the number of pages, not with the square of this number.
 */
#ifndef IMAGE_CONTENTS_H
#define IMAGE_CONTENTS_H

#include "image/dialect.h"
#include "image/tiff.h"
#include "image/tiff_chain.h"

struct contents { /* never changes, so many threads may use it */
	struct tiff_chain chain;
	struct tiff_page first; /* the first page, without its colour map */
	const struct dialect *dialect; /* NULL: plain TIFF */
	struct axes axes;
	/* Numbers, in the chain, of the pages that count as images.  If NULL,
	 * all pages count. */
	size_t *page;
	size_t pages; /* number of pages that count */
	/* number of pixels of the largest page that is not marked as a smaller
	 * copy */
	double largest;
	/* number of pages that are smaller copies of other pages, including
	 * copies that do not count */
	size_t copies;
	/* 1: the file has a single page, followed by the pixels of all
	 * planes */
	int behind_one;

	/* for contents.c */
	const struct file_table_entry *file;
	uint64_t size;
	struct timespec mtime;
	size_t users;
};

/* Fills *C with the contents of T.  Reads T only if its contents are not known
 * yet.  The caller releases *C.  After a failure *C is NULL. */
int contents_of(const struct contents **c, struct tiff_file *t,
		struct err *err);
void contents_release(const struct contents *c);

/* Returns 1 if page number PAGE is a smaller copy of another page.  Only the
 * pages that count are numbered, from 0. */
int contents_is_copy(const struct contents *c, size_t page);

/* Makes page number PAGE the current page of T and fills TO with its
 * description.  Only the pages that count are numbered, from 0. */
int contents_select(const struct contents *c, struct tiff_file *t, size_t page,
		    struct tiff_page *to, struct err *err);

#endif
