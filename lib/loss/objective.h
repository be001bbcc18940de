/*
 * objective.h - the objective: the weighted sum of losses that training
 * minimises.
 */
#ifndef LOSS_OBJECTIVE_H
#define LOSS_OBJECTIVE_H

#include "base/buf.h"
#include "base/err.h"
#include "loss/loss.h"

enum { OBJECTIVE_TERMS = 8 }; /* Most losses of a sum */

struct objective_term {
	const struct loss *loss;
	double weight;
	double param; /* Number after the colon; 0 if the loss has none */
};

struct objective {
	struct objective_term term[OBJECTIVE_TERMS];
	size_t terms;
	/* The losses that are a mean over pixels (loss.h) multiply the loss of
	 * each foreground pixel by FOREGROUND.  Foreground are the pixels whose
	 * target is above THRESHOLD.  1: all pixels are alike. */
	double foreground, threshold;
	double range; /* R, the data range of SSIM */
};

/* The mean squared error alone. */
extern const struct objective objective_mse;

/* Sets O from TEXT, such as "mse", "huber:0.5" or "mse+0.1*ssim": losses with a
 * number after a colon if they have one, and a weight before a star.  Fails
 * with err_usage; the message says what to write. */
int objective_read(struct objective *o, const char *text, struct err *err);
/* Appends the text of O to TO, in the form that objective_read reads.  Equal
 * objectives have equal texts. */
void objective_text(const struct objective *o, struct buf *to);

/* Returns 1 if O has a loss that is a mean over pixels. */
int objective_has_pixels(const struct objective *o);
/* Returns the loss of O with the largest LEAST, or NULL if no loss has a least
 * side. */
const struct loss *objective_largest(const struct objective *o);
/* Return 1 if O needs THRESHOLD, and if O needs RANGE. */
int objective_needs_threshold(const struct objective *o);
int objective_needs_range(const struct objective *o);

/* Returns the objective of one sample of shape S: the sum of the weighted
 * losses, in the order of the terms.  If GRAD is not NULL, fills GRAD with its
 * derivatives by each value of PRED, summed in the same order.  ROOM is scratch
 * memory of objective_room(O, S) doubles. */
double objective_eval(const struct objective *o, const float *pred,
		      const float *want, float *grad, struct loss_shape s,
		      double *room);
size_t objective_room(const struct objective *o, struct loss_shape s);

/* Returns the part of O that is a mean over pixels, for LEN pixels.  So an
 * image can be handed over in parts. */
double objective_pixels(const struct objective *o, const float *pred,
			const float *want, size_t len);

#endif
