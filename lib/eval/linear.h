/*
 * linear.h - a baseline: the best linear filter of 5 x 5 pixels.
 *
 *	prediction(y, x) = c + sum of a[i][j] source(y + i, x + j), i, j = -2..2
 *
 * The constant c and the 25 factors a[i][j] are the least-squares fit over the
 * train pixels.  A network that does not beat this filter has learned nothing
 * beyond blurring and sharpening.  A pixel beyond an edge has the value of the
 * nearest pixel at the edge.  In a stack each slice has its own edges.
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
	double constant, tap[LINEAR_TAPS]; /* Constant and taps, row by row */
};

/* Fits L to the rows of P whose split is SPLIT, in normalised units.  If there
 * are no such rows, L is not changed.  Errors name row and file. */
int linear_fit(struct linear *l, const struct manifest *p, const char *split,
	       struct err *err);

/* Predicts ROWS rows into PX, from row Y on.  Rows are those of the part that
 * both images of V show.  PX is in the target's own units: the normalisation
 * TARGET is undone. */
int linear_rows(const struct linear *l, const struct pair_view *v,
		const struct norm *target, size_t y, size_t rows, float *px,
		struct err *err);

#endif
