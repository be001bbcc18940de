/*
 * tiff_chain.h - finds the pages of a TIFF file.
 *
 * Each page has a directory, and each directory contains the offset of the next
 * directory.
 *
 * Inside lib/image only.
 */
#ifndef IMAGE_TIFF_CHAIN_H
#define IMAGE_TIFF_CHAIN_H

#include "image/tiff_file.h"

struct tiff_chain {
	struct tiff_link { /* one page */
		uint64_t offset;
		uint32_t width, height; /* size of the page; 0: not given */
		/* 1: the file marks this page as a smaller copy of another
		 * page */
		int reduced;
	} * page;
	size_t pages;
	enum tiff_chain_end {
		TIFF_CHAIN_WHOLE,
		/* the next offset does not lead to a directory */
		TIFF_CHAIN_BROKEN,
		TIFF_CHAIN_LOOP, /* the next offset leads to an earlier page */
	} end;
};

/* Fills C with the pages of T.  Stops where the chain ends or is damaged.  The
 * caller releases C.  Fails only if the file cannot be read. */
int tiff_chain_read(struct tiff_chain *c, const struct tiff_file *t,
		    struct err *err);
void tiff_chain_release(struct tiff_chain *c);

#endif
