/*
 * linear.h - a baseline: the best linear filter of 5 x 5 pixels.
 *
 *	prediction(y, x) = c + sum of a[i][j] source(y + i, x + j), i, j = -2..2
 *
 * Of several channels each has factors of its own, and all are added.  The
 * constant c and the factors a[i][j] are fitted to the train pixels by
 * least squares.  A network that does not beat this filter has learned nothing
 * beyond blurring and sharpening.  Beyond an edge, the nearest pixel of the
 * edge counts. In a stack each slice has edges of its own.
 *
 * Inside lib/eval only.
 */
#ifndef EVAL_LINEAR_H
#define EVAL_LINEAR_H

#include "manifest/pair_view.h"

enum { LINEAR_SIDE = 5, LINEAR_TAPS = LINEAR_SIDE * LINEAR_SIDE };

/* with more train pixels, only every k-th row is used */
enum { LINEAR_PIXELS = 4 << 20 };

struct linear { /* all-zero: not fitted */
	int fitted;
	double constant; /* c */
	/* a row by row, for each channel of the source; owned */
	double *tap;
};

/* Fits L to the rows of P in SPLIT, and channel TARGET of their targets, in
 * normalised units.  Without such rows L
 * stays as it is.  Errors name row and file.  The caller releases L. */
int linear_fit(struct linear *l, const struct manifest *p, size_t target,
	       const char *split, struct err *err);

void linear_release(struct linear *l);

/* Fills PX with rows Y to Y + ROWS - 1 of the prediction for the part that both
 * images of V show, in the target's own units: the normalisation TARGET is
 * undone. */
int linear_rows(const struct linear *l, const struct pair_view *v,
		const struct norm *target, size_t y, size_t rows, float *px,
		struct err *err);

#endif
