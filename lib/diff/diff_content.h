/*
 * diff_content.h - where two files differ, and how much.
 */
#ifndef DIFF_DIFF_CONTENT_H
#define DIFF_DIFF_CONTENT_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

/* What two files with different bytes are to each other. */
struct diff_content {
	/* The same but for numbers, of which none is more than so many floats
	 * (units in the last place) off; UINT64_MAX: they are not. */
	uint64_t ulp;
	struct buf text; /* the first difference, how many and how large */
};

/*
 * Compare the files A and B.
 *
 *	tables		the first row and column; how many cells; numbers as
 *			floats
 *	weights		(safetensors) how many values and tensors, the largest
 *			difference, the first tensor
 *	images		(TIFF as xp writes it) how many pixels, the largest
 *			and the mean difference, where; of integers an ulp is 1
 *	other text	the first line
 *	all else	the first byte
 *
 * Both are held in memory.  A file of more than 1 GB, or one that cannot be
 * read, is an error.
 */
int diff_content(struct diff_content *d, const char *a, const char *b,
		 struct err *err);
void diff_content_release(struct diff_content *d);

#endif
