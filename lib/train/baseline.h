/*
 * baseline.h - what a network must beat: the mean of the train targets, and the
 * least-squares line from source to target over all train pixels; from a source
 * of several channels, the least-squares plane.
 *
 * Both are fitted in normalised units and predict in the target's own units.
 */
#ifndef TRAIN_BASELINE_H
#define TRAIN_BASELINE_H

#include "manifest/manifest.h"
#include "metric/sums.h"

struct baseline {
	size_t images;	 /* number of train rows; 0: not fitted */
	size_t channels; /* of the source */
	double n;	 /* pixels */
	double mean_y;	 /* mean of the target */
	/* for each channel: its mean, its centred sum with the target, and its
	 * slope, which is 0 if it is constant */
	double mean_x[CHANNELS_MOST], xy[CHANNELS_MOST], slope[CHANNELS_MOST];
	double intercept;
	/* centred sums of channels i and j <= i, at i (i + 1) / 2 + j */
	double xx[CHANNELS_MOST * (CHANNELS_MOST + 1) / 2];
};

/* Returns the variance of a channel of the source. */
double baseline_variance(const struct baseline *b, size_t channel);

/* Fits B to the rows of P in SPLIT, and channel TARGET of their targets.  If
 * there are none, B stays empty.  If SOURCES is not NULL, SOURCES[i] becomes
 * the digest of the source's values for each such row i (cache_check).  Errors
 * name row and file. */
int baseline_train(struct baseline *b, const struct manifest *p, size_t target,
		   const char *split, struct digest *sources, struct err *err);

/* The sums of an image, from which a baseline is made: of each channel of the
 * source with the target, then of each channel with those before it.  Returns
 * how many there are. */
size_t baseline_sums(size_t channels);

/* Hands N pixels to the sums S for the first or the SECOND pass: X has the
 * channels of the normalised source, one after the other, Y the normalised
 * target. */
void baseline_pass(struct sums *s, size_t channels, const float *x,
		   const float *y, size_t n, int second);

/* baseline_train calls this and the next two functions.  Adds a train image, or
 * a part of it, by its sums S (formula of Chan, Golub and LeVeque 1983). */
void baseline_add(struct baseline *b, const struct sums *s, size_t channels);

/* Adds the images of B to TO. */
void baseline_join(struct baseline *to, const struct baseline *b);

/* Sets slope and intercept from the sums. */
void baseline_fit(struct baseline *b);

/* Fills OUT with the mean for LEN pixels.  Undoes the normalisation TARGET. */
void baseline_mean(const struct baseline *b, const struct norm *target,
		   float *out, size_t len);

/* Predicts LEN pixels by the line, in normalised units, from the normalised
 * source X, whose channels come one after the other.  OUT may be X. */
void baseline_line(const struct baseline *b, const float *x, float *out,
		   size_t len);

/* Does the same in the target's own units. */
void baseline_affine(const struct baseline *b, const struct norm *target,
		     const float *x, float *out, size_t len);

#endif
