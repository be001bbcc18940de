/*
 * diff_content.h - tells where two files differ, and how much.
 *
 * Inside lib/diff only.
 */
#ifndef DIFF_DIFF_CONTENT_H
#define DIFF_DIFF_CONTENT_H

#include <stdint.h>

#include "base/buf.h"

/* how two files differ */
struct diff_content {
	/* largest difference of two numbers, in units in the last place of a
	 * float (of integers in steps of 1); UINT64_MAX: not only numbers
	 * differ */
	uint64_t ulp;
	/* largest absolute difference; INFINITY: not only numbers differ */
	double largest;
	/* for people: first difference, number and size of differences */
	struct buf text;
};

/*
 * Compares the contents A and B, whose bytes differ, and changes them.  The
 * caller releases D.  D->text tells, of
 *
 *	tables		the first row and column; how many cells
 *	weights		(safetensors) how many values and tensors, the largest
 *			difference, the first tensor
 *	images		(TIFF as xp writes it) how many pixels, the largest
 *			and the mean difference, where
 *	other text	the first line that differs
 *	other files	the first byte that differs
 */
void diff_content(struct diff_content *d, struct buf *a, struct buf *b);
void diff_content_release(struct diff_content *d);

#endif
