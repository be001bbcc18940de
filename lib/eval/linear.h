/*
 * linear.h - a baseline: the best linear filter of 5 x 5 pixels.
 *
 *	prediction(y, x) = c + sum of a[i][j] source(y + i, x + j), i, j = -2..2
 *
 * with the 26 numbers of least squares over the train pixels.  A network that
 * does not beat it has learned nothing beyond blurring and sharpening.  Pixels
 * beyond an edge are those at the edge; in a stack each slice has its own
 * edges.
 *
 * Inside lib/eval only.
 */
#ifndef EVAL_LINEAR_H
#define EVAL_LINEAR_H

#include "manifest/pair_view.h"

enum { LINEAR_SIDE = 5, LINEAR_TAPS = LINEAR_SIDE * LINEAR_SIDE };

/* If there are more train pixels than this, only every k-th row is used. */
enum { LINEAR_PIXELS = 4 << 20 };

struct linear { /* all-zero: not fitted */
	int fitted;
	double constant, tap[LINEAR_TAPS]; /* row by row */
};

/* Fit L to the rows of P whose split is SPLIT, in normalised units.  If there
 * is no such row, L is not changed.  Errors name row and file. */
int linear_fit(struct linear *l, const struct manifest *p, const char *split,
	       struct err *err);

/* Predict ROWS rows of the part that both images of V show, from row Y on, into
 * PX, in the target's own units: the normalisation TARGET is undone. */
int linear_rows(const struct linear *l, const struct pair_view *v,
		const struct norm *target, size_t y, size_t rows, float *px,
		struct err *err);

#endif
