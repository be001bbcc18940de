/*
 * baseline.h - what a network must beat: the mean of the train targets, and
 * the least-squares line from source to target over all train pixels.
 *
 * Both are fitted and applied in normalised units, on rows of the train split
 * only; predictions are given in the target's own units.
 */
#ifndef TRAIN_BASELINE_H
#define TRAIN_BASELINE_H

#include "manifest/manifest.h"
#include "metric/sums.h"

struct baseline {
	size_t images;		 /* train rows; 0: not fitted */
	double n;		 /* pixels */
	double mean_x, mean_y;	 /* source, target */
	double xx, xy;		 /* centred sums */
	double slope, intercept; /* 0 and the mean for constant sources */
};

/* Fit B to the rows of P whose split is SPLIT; if there are none, B stays
 * empty.  Unless SOURCES is NULL, SOURCES[I] becomes the digest of the pixels
 * of the source of row I (cache_check), for the rows of SPLIT only.  Errors
 * name row and file. */
int baseline_train(struct baseline *b, const struct manifest *p,
		   const char *split, struct digest *sources, struct err *err);

/* baseline_train calls these three.  Add a train image, given by its sums S: x
 * is the normalised source, y the normalised target.  Images are combined by
 * the formula of Chan, Golub and LeVeque (1983). */
void baseline_add(struct baseline *b, const struct sums *s);
/* Add all images of B to TO. */
void baseline_join(struct baseline *to, const struct baseline *b);
/* After the last image: set slope and intercept. */
void baseline_fit(struct baseline *b);

/* Predict LEN pixels into OUT, by the mean or from the normalised source X
 * (OUT may be X), in the target's own units: the normalisation TARGET is
 * undone. */
void baseline_mean(const struct baseline *b, const struct norm *target,
		   float *out, size_t len);
void baseline_affine(const struct baseline *b, const struct norm *target,
		     const float *x, float *out, size_t len);

#endif
