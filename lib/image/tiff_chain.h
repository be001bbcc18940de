/*
 * tiff_chain.h - finds the pages of a TIFF file.  The directory of each page
 * gives the offset of the next directory.
 *
 * Inside lib/image only.
 */
#ifndef IMAGE_TIFF_CHAIN_H
#define IMAGE_TIFF_CHAIN_H

#include "image/tiff_file.h"

struct tiff_chain {
	struct tiff_link { /* one page */
		uint64_t offset;
		uint32_t width, height; /* size in pixels; 0: not given */
		/* 1: marked as a smaller copy of another page */
		int reduced;
		/* number of the first of a run of pages that this page belongs
		 * to; their directories say the same, except where the pixels
		 * are and what is written for people */
		size_t like;
		/* offset and size of the page's only strip; 0, 0: there may be
		 * more strips, or none */
		uint64_t strip, strip_bytes;
	} * page;
	size_t pages;
	enum tiff_chain_end {
		TIFF_CHAIN_WHOLE,
		/* the next offset does not lead to a directory */
		TIFF_CHAIN_BROKEN,
		TIFF_CHAIN_LOOP, /* the next offset leads to an earlier page */
	} end;
};

/* Fills C with the pages of T, up to the end of the chain or to where it is
 * damaged.  The caller releases C.  Fails only if the file cannot be read. */
int tiff_chain_read(struct tiff_chain *c, const struct tiff_file *t,
		    struct err *err);
void tiff_chain_release(struct tiff_chain *c);

#endif
