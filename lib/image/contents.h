/*
 * contents.h - finds out which pages a file contains and what each of them is.
 *
 * Inside lib/image only.  For a file of several pages a process does this once,
 * however many of its planes are read.  So the time grows with the number of
 * pages, not with its square.
 */
#ifndef IMAGE_CONTENTS_H
#define IMAGE_CONTENTS_H

#include "image/dialect.h"
#include "image/tiff.h"
#include "image/tiff_chain.h"

struct contents { /* does not change, so many threads may use it */
	struct tiff_chain chain;
	struct tiff_page first;	       /* its colour map is left out */
	const struct dialect *dialect; /* NULL: plain TIFF */
	struct axes axes;
	/* The numbers, in the chain, of the pages that count as images; NULL:
	 * all pages count. */
	size_t *page;
	size_t pages; /* number of pages that count */
	/* the most pixels of any page that is not marked as a smaller copy */
	double largest;
	/* number of pages that are smaller copies of others, whether they count
	 * or not */
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
 * yet.  The caller releases *C, which is NULL after a failure. */
int contents_of(const struct contents **c, struct tiff_file *t,
		struct err *err);
void contents_release(const struct contents *c);

/* Returns 1 if PAGE, a number among the pages that count, is a smaller copy of
 * another page. */
int contents_is_copy(const struct contents *c, size_t page);

/* Makes PAGE, a number among the pages that count, the current page of T, and
 * fills TO with its description. */
int contents_select(const struct contents *c, struct tiff_file *t, size_t page,
		    struct tiff_page *to, struct err *err);

#endif
