/*
 * contents.h - finds out which pages a file contains and what each of them is.
 *
 * Inside lib/image only.  What is found is kept for the next plane of the file.
 */
#ifndef IMAGE_CONTENTS_H
#define IMAGE_CONTENTS_H

#include "image/dialect.h"
#include "image/tiff.h"

struct tiff_chain { /* each page gives the offset of the next one */
	struct tiff_link *page;
	size_t pages;
	enum tiff_chain_end {
		TIFF_CHAIN_WHOLE,
		/* the next offset does not lead to a directory */
		TIFF_CHAIN_BROKEN,
		TIFF_CHAIN_LOOP, /* the next offset leads to an earlier page */
	} end;
};

struct contents { /* never changes; any thread may use it */
	struct tiff_chain chain;
	/* the first page that counts, without its colour map */
	struct tiff_page first;
	const struct dialect *dialect; /* NULL: plain TIFF */
	struct axes axes;
	/* Numbers, in the chain, of the pages that count.  Smaller copies count
	 * only if the file numbers them, too.  NULL: all pages count. */
	size_t *page;
	size_t pages; /* number of pages, or planes, that count */
	/* pixels of the largest page that is not marked as a smaller copy */
	double largest;
	/* number of pages that count and are smaller copies */
	size_t copies;
	/* 1: the description calls a plane what is marked as a smaller copy */
	int contradicts;
	/* 1: the pixels of all planes follow a single page */
	int behind_one;

	/* for contents.c */
	const struct file_table_entry *file;
	uint64_t size;
	struct timespec mtime;
	size_t users;
};

/* Sets *C to the contents of T.  The caller releases *C, which is NULL after a
 * failure.  Reads a file of several pages or planes only the first time.  Fails
 * with err_data if the file is damaged. */
int contents_of(const struct contents **c, struct tiff_file *t,
		struct err *err);
void contents_release(const struct contents *c);

/* Returns 1 if PAGE is a smaller copy of another page.  PAGE, here and below,
 * counts from 0 the pages that count. */
int contents_is_copy(const struct contents *c, size_t page);

/* Makes PAGE the current page of T and fills TO with its description. */
int contents_select(const struct contents *c, struct tiff_file *t, size_t page,
		    struct tiff_page *to, struct err *err);

#endif
