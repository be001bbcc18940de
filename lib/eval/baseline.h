/*
 * baseline.h - what a network has to beat: the mean of the train targets,
 * and the straight line from source to target that fits the train pixels
 * best.
 *
 * Both are fitted and applied in normalised units and only on rows of the
 * split `train`; predictions are turned back into the target's own units.
 */
#ifndef EVAL_BASELINE_H
#define EVAL_BASELINE_H

#include "manifest/manifest.h"
#include "metric/sums.h"

struct baseline {
	size_t images;		 /* train rows; 0: nothing was fitted */
	double n;		 /* pixels */
	double mean_x, mean_y;	 /* source, target */
	double xx, xy;		 /* centred sums */
	double slope, intercept; /* 0 and the mean when the sources are
					   constant */
};

/* Fit B on the rows of P whose split is SPLIT; none leaves it empty. */
int baseline_train(struct baseline *b, const struct manifest *p,
		   const char *split, struct err *err);

/* Its steps.  Add one train image, of which these are the sums: x source, y
 * target, normalised.  Images are combined as Chan, Golub and LeVeque
 * (1983) do. */
void baseline_add(struct baseline *b, const struct sums *s);
/* After the last image. */
void baseline_fit(struct baseline *b);

/* Predictions in the target's own units, LEN pixels; OUT may be X. */
void baseline_mean(const struct baseline *b, const struct norm *target,
		   float *out, size_t len);
void baseline_affine(const struct baseline *b, const struct norm *target,
		     const float *x, float *out, size_t len);

#endif
