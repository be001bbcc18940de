/*
 * objective.h - the objective: the weighted sum of losses that training
 * minimises.
 */
#ifndef LOSS_OBJECTIVE_H
#define LOSS_OBJECTIVE_H

#include "base/buf.h"
#include "base/err.h"
#include "loss/loss.h"

enum {
	OBJECTIVE_TERMS = 8, /* largest number of losses in a sum */
	OBJECTIVE_CHANNELS = 16
};

struct objective_term {
	const struct loss *loss;
	double weight;
	double param; /* number after the colon; 0 if the loss has none */
};

struct objective {
	struct objective_term term[OBJECTIVE_TERMS];
	size_t terms;
	/* In losses that are a mean over pixels, each foreground pixel, whose
	 * target is above THRESHOLD, counts FOREGROUND times.  1: all pixels
	 * count alike. */
	double foreground;
	struct objective_channel { /* of the target */
		double threshold;
		double range; /* R, the data range of SSIM */
	} channel[OBJECTIVE_CHANNELS];
};

/* the objective that is the mean squared error alone */
extern const struct objective objective_mse;

/* Sets O from TEXT, such as "mse", "huber:0.5" or "mse+0.1*ssim": up to 8
 * losses.  A loss may have a weight before a star, and a number after a colon,
 * each above 0 and at most 1e6.  Fails with err_usage. */
int objective_read(struct objective *o, const char *text, struct err *err);

/* Returns O with mse in place of the losses that need a range.  For checks of a
 * few steps: ssim falls slowly at first, and of values around 0 it is almost
 * the same for a target and its negative.  With ssim, C18 failed 24 of 40 clean
 * trainings. */
struct objective objective_without_range(struct objective o);

/* Appends the text of O to TO, as objective_read reads it.  Equal objectives
 * have equal texts. */
void objective_text(const struct objective *o, struct buf *to);

/* Returns 1 if O has a loss that is a mean over pixels. */
int objective_has_pixels(const struct objective *o);

/* Returns the loss of O that needs the largest images (LEAST in loss.h), or
 * NULL if images of any size will do. */
const struct loss *objective_largest(const struct objective *o);

/* Return 1 if O needs thresholds, and if O needs ranges. */
int objective_needs_threshold(const struct objective *o);
int objective_needs_range(const struct objective *o);

/* Returns the objective of one sample of shape S: the sum of the weighted
 * losses, in the order of the terms; of several channels the mean of theirs. At
 * most OBJECTIVE_CHANNELS channels have a threshold and a range.  If GRAD is
 * not NULL, fills GRAD with the derivatives of the objective by each value of
 * PRED.  ROOM is scratch memory of objective_room(O, S) doubles. */
double objective_eval(const struct objective *o, const float *pred,
		      const float *want, float *grad, struct loss_shape s,
		      double *room);
size_t objective_room(const struct objective *o, struct loss_shape s);

/* Returns the part of O that consists of means over pixels, for LEN pixels of a
 * channel of the target: an image may be handed over in parts. */
double objective_pixels(const struct objective *o, size_t channel,
			const float *pred, const float *want, size_t len);

#endif
