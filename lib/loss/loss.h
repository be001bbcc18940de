/*
 * loss.h - the list of losses, which training can minimise.  To add a loss,
 * write its file and put the name of the loss into LOSSES in Makefile.am.
 * Losses are listed nowhere else.
 */
#ifndef LOSS_LOSS_H
#define LOSS_LOSS_H

#include <stddef.h>

struct loss {
	const char *name, *about;
	/* Returns the mean loss over LEN values, computed in double.  PRED has
	 * the predicted values, WANT the true values.  If GRAD is not NULL,
	 * fills it with the derivatives of the mean loss by each value of
	 * PRED. */
	double (*eval)(const float *pred, const float *want, float *grad,
		       size_t len);
};

/* All losses, in the order of LOSSES; NULL ends the list. */
extern const struct loss *const losses[];
const struct loss *loss_find(const char *name); /* NULL: there is none */
extern const char *const loss_names[];		/* for an option's choices */

#endif
