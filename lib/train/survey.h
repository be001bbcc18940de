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
#include "train/samples.h"
#include "loss/loss.h"

struct survey {
	struct baseline base;
	/* Losses of the baselines, in normalised units, over all pixels of the
	 * images to validate on or, without those, of the train images. */
	double mean_loss, affine_loss;
	struct exposure exposure; /* brightness of the train sources */
	/* For each side, the train images with most pixels heaped up at one
	 * value (exposure_heap): [0] at the lower end, [1] at the upper end.
	 * SHARE is their share of the pixels. */
	struct survey_heap {
		double share;
		size_t worst; /* index in the train samples */
	} heap[SIDES][2];
};

/* Fills TO from TRAIN and VAL, which may be empty; each image is read once.
 * The number of threads does not change a bit.  Errors name row and file. */
int survey_run(struct survey *to, const struct samples *train,
	       const struct samples *val, const struct loss *loss,
	       struct thread_pool *pool, struct err *err);

#endif
