/*
 * loss.h - the list of losses, which training can minimise.  To add a loss,
 * write its file and put its name into LOSSES in Makefile.am; it is listed
 * nowhere else.
 */
#ifndef LOSS_LOSS_H
#define LOSS_LOSS_H

#include <stddef.h>

struct loss {
	const char *name, *about;
	/* Returns the mean loss of the LEN values PRED against WANT, computed
	 * in double.  Fills GRAD, unless it is NULL, with the derivative of the
	 * mean by each prediction. */
	double (*eval)(const float *pred, const float *want, float *grad,
		       size_t len);
};

/* All losses, in the order of LOSSES; NULL ends the list. */
extern const struct loss *const losses[];
const struct loss *loss_find(const char *name); /* NULL: there is none */
extern const char *const loss_names[];		/* for an option's choices */

#endif
