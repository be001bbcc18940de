/*
 * survey.h - measures, before the first step of training, the losses of the
 * baselines and the brightness of the sources.
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
	/* Losses of the baselines on the images to validate on or, if there
	 * are none, on the train images.  A loss is the mean over all pixels
	 * of all images, in normalised units, like the loss in validation.h. */
	double mean_loss, affine_loss;
	struct exposure exposure; /* Brightness of the train sources */
	/* The worst train image of each side, source and target.  Image [0]
	 * has the largest share of pixels heaped up at the lower end of its
	 * values (exposure_heap).  Image [1] has the largest share at the
	 * upper end.  SHARE is this share. */
	struct survey_heap {
		double share;
		size_t worst; /* Index of the image in the train samples */
	} heap[SIDES][2];
};

/* Fills TO from the images of TRAIN and VAL; each image is read once.  VAL may
 * be empty.  The bits do not depend on the number of threads.  Errors name row
 * and file. */
int survey_run(struct survey *to, const struct samples *train,
	       const struct samples *val, const struct loss *loss,
	       struct thread_pool *pool, struct err *err);

#endif
