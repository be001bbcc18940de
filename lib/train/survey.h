/*
 * survey.h - measures images before training: the losses of the baselines, the
 * brightness of the sources, the levels of the targets.
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

struct survey_target { /* a channel of the targets */
	struct baseline base;
	double mean_loss, affine_loss; /* as below */
	/* levels of the normalised train targets; 0 if they are not needed:
	 * 0.1st and 99.9th percentile, Otsu's threshold, share of pixels above
	 * that threshold */
	double low, high, threshold, foreground;
};

struct survey {
	struct survey_target target[CHANNELS_MOST];
	size_t targets; /* number of channels of the targets */
	/* losses of the baselines, in normalised units, over all pixels of the
	 * val images or, without those, of the train images; the means over the
	 * channels */
	double mean_loss, affine_loss;
	/* brightness of each channel of the train sources */
	struct exposure exposure[CHANNELS_MOST];
	/* for each side, the train image with the largest share of a
	 * channel's pixels
	 * heaped up at one value (exposure_heap): [0] at the lower end, [1] at
	 * the upper end */
	struct survey_heap {
		double share;
		size_t worst; /* index in the train samples */
	} heap[SIDES][2];
};

/* Fills TO from TRAIN and VAL, which may be empty, and sets ranges and
 * thresholds of the objective O.  NEEDS_LEVELS is 1 if levels are needed for
 * more than O. Reads the images of TRAIN once; then those of VAL (those of
 * TRAIN if VAL is empty) once, or twice for a loss that is not a mean over
 * pixels.  Threads do not change a bit.  Errors name row and file.  Fails with
 * err_data if levels are needed and the train targets are constant. */
int survey_run(struct survey *to, const struct samples *train,
	       const struct samples *val, struct objective *o, int needs_levels,
	       struct thread_pool *pool, struct err *err);

/* Adds to TO the levels that the objective O uses, and the losses of the
 * baselines on the images of SPLIT. */
void survey_report(const struct survey *s, const struct objective *o,
		   const char *split, struct messages *to);

/* Adds a warning to TO if LOSS, on the images of SPLIT, is not lower than that
 * of both baselines: of channel CHANNEL of the targets or, if CHANNEL is
 * s->targets, of all. */
void survey_trivial(const struct survey *s, size_t channel, const char *split,
		    double loss, struct messages *to);

#endif
