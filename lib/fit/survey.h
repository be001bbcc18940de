/*
 * survey.h - what is known of a training's images before its first step: how
 * well one does without a network, and how bright the sources are.
 *
 * Inside lib/fit only.
 */
#ifndef FIT_SURVEY_H
#define FIT_SURVEY_H

#include "fit/baseline.h"
#include "fit/exposure.h"
#include "fit/samples.h"
#include "loss/loss.h"

struct survey {
	struct baseline base;
	/* Losses of the baselines on the images to validate on, or, where
	 * there are none, on the train images; in normalised units, over all
	 * pixels, as validation.h has it. */
	double mean_loss, affine_loss;
	struct exposure exposure; /* of the train sources */
};

/* Read TRAIN and VAL (may be empty) once.  The same bits for any number of
 * threads.  Errors name row and file. */
int survey_run(struct survey *to, const struct samples *train,
	       const struct samples *val, const struct loss *loss,
	       struct thread_pool *pool, struct err *err);

#endif
