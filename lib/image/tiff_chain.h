/*
 * tiff_chain.h - where the pages of a TIFF file lie: each directory tells
 * where the next one is.
 *
 * Inside lib/image only.
 */
#ifndef IMAGE_TIFF_CHAIN_H
#define IMAGE_TIFF_CHAIN_H

#include "image/tiff_file.h"

struct tiff_chain {
	struct tiff_link { /* one page */
		uint64_t offset;
		uint32_t width, height; /* 0: not said */
		int reduced;		/* a smaller copy of another, it says */
	} * page;
	size_t pages;
	enum tiff_chain_end {
		TIFF_CHAIN_WHOLE,
		TIFF_CHAIN_BROKEN, /* the next directory is no such */
		TIFF_CHAIN_LOOP,   /* it leads back to a page before */
	} end;
};

/* Follows the chain of T to its end, or to where it is damaged.  -1: the
 * file cannot be read. */
int tiff_chain_read(struct tiff_chain *c, const struct tiff_file *t,
		    struct err *err);
void tiff_chain_release(struct tiff_chain *c);

#endif
