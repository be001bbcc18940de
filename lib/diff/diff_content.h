/*
 * diff_content.h - where two files differ, and how much.
 *
 * Inside lib/diff only.
 */
#ifndef DIFF_DIFF_CONTENT_H
#define DIFF_DIFF_CONTENT_H

#include <stdint.h>

#include "base/buf.h"

/* How two files with different bytes differ. */
struct diff_content {
	/* Largest difference between two numbers, in units in the last place
	 * of a float.  UINT64_MAX if the files differ in anything else than
	 * numbers. */
	uint64_t ulp;
	/* largest absolute difference; INFINITY if ULP is UINT64_MAX */
	double largest;
	/* text for people: the first difference, the number of differences and
	 * their size */
	struct buf text;
};

/*
 * Compare the contents A and B, whose bytes differ.  D->text then tells:
 *
 *	tables		the first row and column; how many cells; numbers as
 *			floats
 *	weights		(safetensors) how many values and tensors, the largest
 *			difference, the first tensor
 *	images		(TIFF as xp writes it) how many pixels, the largest
 *			and the mean difference, where; for integers, ULP
 *			counts steps of 1
 *	other text	the first line that differs
 *	other files	the first byte that differs
 *
 * A and B are changed.
 */
void diff_content(struct diff_content *d, struct buf *a, struct buf *b);
void diff_content_release(struct diff_content *d);

#endif
