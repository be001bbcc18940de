/*
 * contents.h - what a file holds: its pages, and what they are.
 *
 * Inside lib/image only.  Found out once a process for each file of several
 * pages, however many of its planes are read: so time grows with the pages,
 * not with their square.
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
	size_t *page;	/* numbers in the chain of the pages that count;
				   NULL: all do */
	size_t pages;	/* that count */
	double largest; /* pixels of a page that is no copy; 0: all are */
	size_t copies;	/* smaller ones of others, counted or not */
	int behind_one; /* they are the pixels behind a single page */

	/* for contents.c */
	const struct file_table_entry *file;
	uint64_t size;
	struct timespec mtime;
	size_t users;
};

/* Finds out what T holds, or what was found out before.  Fills *C, which the
 * caller releases. */
int contents_of(const struct contents **c, struct tiff_file *t,
		struct err *err);
void contents_release(const struct contents *c);

/* Whether PAGE, of those that count, is a smaller copy of another. */
int contents_is_copy(const struct contents *c, size_t page);

/* Goes to PAGE, of those that count, and describes it. */
int contents_select(const struct contents *c, struct tiff_file *t, size_t page,
		    struct tiff_page *to, struct err *err);

#endif
