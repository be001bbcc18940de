/*
 * survey.h - measures, before training, the losses of the baselines and the
 * brightness of the sources.
 *
 * Inside lib/train only.
 */
#ifndef TRAIN_SURVEY_H
#define TRAIN_SURVEY_H

#include "train/baseline.h"
#include "train/exposure.h"
#include "batch/samples.h"
#include "base/messages.h"
#include "loss/image_loss.h"

struct survey {
	struct baseline base;
	/* Losses of the baselines, in normalised units, over all pixels of the
	 * images to validate on or, without those, of the train images. */
	double mean_loss, affine_loss;
	struct exposure exposure; /* brightness of the train sources */
	/* levels of the normalised train targets, if they are needed:
	 * the 0.1st and the 99.9th percentile, Otsu's threshold, and the share
	 * of pixels above that threshold */
	double low, high, threshold, foreground;
	/* For each side, the train image with the most pixels heaped up at one
	 * value (exposure_heap): [0] at the lower end, [1] at the upper end.
	 * SHARE is the share of these pixels. */
	struct survey_heap {
		double share;
		size_t worst; /* index in the train samples */
	} heap[SIDES][2];
};

/* Fills TO from TRAIN and VAL, which may be empty, and range and threshold of
 * the objective O.  NEEDS_LEVELS is 1 if levels are needed for more than O.
 * Each image is read once, for a loss that is no mean over pixels twice.  The
 * number of threads does not change a bit.  Errors name row and file.  Fails
 * with err_data if levels are needed and the train targets are constant. */
int survey_run(struct survey *to, const struct samples *train,
	       const struct samples *val, struct objective *o, int needs_levels,
	       struct thread_pool *pool, struct err *err);

/* Adds to TO what the objective O took from the train targets, and the losses
 * of the baselines on the images of SPLIT. */
void survey_report(const struct survey *s, const struct objective *o,
		   const char *split, struct messages *to);

/* Adds to TO a warning if LOSS, on the images of SPLIT, is no better than that
 * of a baseline. */
void survey_trivial(const struct survey *s, const char *split, double loss,
		    struct messages *to);

#endif
