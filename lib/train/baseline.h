/*
 * baseline.h - what a network must beat: the mean of the train targets, and
 * the least-squares line from source to target over all train pixels.
 *
 * Both are fitted on rows of the train split only, in normalised units.
 * Predictions are given in the target's own units.
 */
#ifndef TRAIN_BASELINE_H
#define TRAIN_BASELINE_H

#include "manifest/manifest.h"
#include "metric/sums.h"

struct baseline {
	size_t images;	       /* Number of train rows; 0: not fitted */
	double n;	       /* pixels */
	double mean_x, mean_y; /* Means of source and target */
	double xx, xy;	       /* Centred sums */
	/* The line.  For constant sources the slope is 0 and the intercept is
	 * the mean. */
	double slope, intercept;
};

/* Fits B to the rows of P whose split is SPLIT.  If there are none, B stays
 * empty.  Unless SOURCES is NULL, SOURCES[I] becomes the digest of the pixels
 * of the source of row I (cache_check).  This is done only for the rows whose
 * split is SPLIT.  Errors name row and file. */
int baseline_train(struct baseline *b, const struct manifest *p,
		   const char *split, struct digest *sources, struct err *err);

/* baseline_train calls this function and the next two.  Adds a train image,
 * given by its sums S: x is the normalised source, y the normalised target.
 * Images are combined by the formula of Chan, Golub and LeVeque (1983). */
void baseline_add(struct baseline *b, const struct sums *s);

/* Adds all images of B to TO. */
void baseline_join(struct baseline *to, const struct baseline *b);

/* Call this after the last image.  Sets slope and intercept. */
void baseline_fit(struct baseline *b);

/* Predict LEN pixels into OUT, in the target's own units: the normalisation
 * TARGET is undone.  The first predicts the mean.  The second predicts from
 * the normalised source X; OUT may be X. */
void baseline_mean(const struct baseline *b, const struct norm *target,
		   float *out, size_t len);
void baseline_affine(const struct baseline *b, const struct norm *target,
		     const float *x, float *out, size_t len);

#endif
