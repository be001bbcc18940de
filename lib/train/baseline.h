/*
 * baseline.h - what a network must beat: the mean of the train targets, and the
 * least-squares line from source to target over all train pixels.
 *
 * Both are fitted to rows of the train split, in normalised units.  Predictions
 * are in the target's own units.
 */
#ifndef TRAIN_BASELINE_H
#define TRAIN_BASELINE_H

#include "manifest/manifest.h"
#include "metric/sums.h"

struct baseline {
	size_t images;	       /* number of train rows; 0: not fitted */
	double n;	       /* pixels */
	double mean_x, mean_y; /* means of source and target */
	double xx, xy;	       /* centred sums */
	/* the line; for constant sources the slope is 0 */
	double slope, intercept;
};

/* Fits B to the rows of P in SPLIT.  If there are none, B stays empty.  If
 * SOURCES is not NULL, SOURCES[i] becomes the digest of the source's pixels for
 * each such row i (cache_check).  Errors name row and file. */
int baseline_train(struct baseline *b, const struct manifest *p,
		   const char *split, struct digest *sources, struct err *err);

/* baseline_train calls this and the next two functions.  Adds a train image by
 * its sums S: x is the normalised source, y the normalised target (formula of
 * Chan, Golub and LeVeque 1983). */
void baseline_add(struct baseline *b, const struct sums *s);

/* Adds the images of B to TO. */
void baseline_join(struct baseline *to, const struct baseline *b);

/* Sets slope and intercept, after the last image. */
void baseline_fit(struct baseline *b);

/* Predicts the mean for LEN pixels into OUT, in the target's own units: the
 * normalisation TARGET is undone. */
void baseline_mean(const struct baseline *b, const struct norm *target,
		   float *out, size_t len);

/* Predicts LEN pixels by the line from the normalised source X into OUT, also
 * in the target's own units.  OUT may be X. */
void baseline_affine(const struct baseline *b, const struct norm *target,
		     const float *x, float *out, size_t len);

#endif
