/*
 * baseline.h - two predictions that a network must beat: the mean of the train
 * targets, and the least-squares line from source to target over all train
 * pixels.
 *
 * Both are fitted in normalised units and predict in the target's own units.
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

/* Fits B, which is all-zero, to the rows of P in SPLIT.  If SPLIT has no rows,
 * b->images stays 0.  If SOURCES is not NULL, SOURCES[i] becomes the digest of
 * the source's pixels (cache_check) for each row i of SPLIT.  Errors name row
 * and file. */
int baseline_train(struct baseline *b, const struct manifest *p,
		   const char *split, struct digest *sources, struct err *err);

/* Adds a part of an image with the sums S, where x is the normalised source and
 * y the normalised target (Chan, Golub and LeVeque 1983).  Counts it as an
 * image. */
void baseline_add(struct baseline *b, const struct sums *s);

/* Adds the images of B to TO. */
void baseline_join(struct baseline *to, const struct baseline *b);

/* Sets slope and intercept from the sums. */
void baseline_fit(struct baseline *b);

/* Fills OUT with the mean for LEN pixels.  Undoes the normalisation TARGET. */
void baseline_mean(const struct baseline *b, const struct norm *target,
		   float *out, size_t len);

/* Fills OUT with the line's values for the LEN normalised source pixels X.
 * Undoes the normalisation TARGET.  OUT may be X. */
void baseline_affine(const struct baseline *b, const struct norm *target,
		     const float *x, float *out, size_t len);

#endif
