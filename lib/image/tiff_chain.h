/*
 * tiff_chain.h - finds the pages of a TIFF file: each directory contains the
 * offset of the next one.
 *
 * Inside lib/image only.
 */
#ifndef IMAGE_TIFF_CHAIN_H
#define IMAGE_TIFF_CHAIN_H

#include "image/tiff_file.h"

struct tiff_chain {
	struct tiff_link { /* one page */
		uint64_t offset;
		uint32_t width, height; /* 0: not given */
		/* 1: the file marks it as a smaller copy of another page */
		int reduced;
	} * page;
	size_t pages;
	enum tiff_chain_end {
		TIFF_CHAIN_WHOLE,
		/* the next offset does not lead to a directory */
		TIFF_CHAIN_BROKEN,
		TIFF_CHAIN_LOOP, /* it leads back to an earlier page */
	} end;
};

/* Follows the chain of T to its end, or to where it is damaged, and fills C,
 * which the caller releases.  Fails only if the file cannot be read. */
int tiff_chain_read(struct tiff_chain *c, const struct tiff_file *t,
		    struct err *err);
void tiff_chain_release(struct tiff_chain *c);

#endif
