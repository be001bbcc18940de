/*
 * survey.h - finds out, before the first step of training, what losses the
 * baselines reach without a network, and how bright the sources are.
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
	 * are none, on the train images: the mean over all pixels of all
	 * images, in normalised units, like the loss in validation.h. */
	double mean_loss, affine_loss;
	struct exposure exposure; /* of the train sources */
	/* The train image of each side with the largest share of pixels heaped
	 * up at the lower end of its values, and that at the upper end
	 * (exposure_heap), and these shares. */
	struct survey_heap {
		double share;
		size_t worst; /* index in the train samples */
	} heap[SIDES][2];
};

/* Fill TO from the images of TRAIN and VAL (which may be empty), reading each
 * once.  The bits do not depend on the number of threads.  Errors name row and
 * file. */
int survey_run(struct survey *to, const struct samples *train,
	       const struct samples *val, const struct loss *loss,
	       struct thread_pool *pool, struct err *err);

#endif
