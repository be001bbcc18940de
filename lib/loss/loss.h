/*
 * loss.h - the losses that training can minimise.
 *
 * Each loss is one file, named in LOSSES in Makefile.am and nowhere else.
 */
#ifndef LOSS_LOSS_H
#define LOSS_LOSS_H

#include <stddef.h>

struct loss {
	const char *name, *about;
	/* Returns the mean loss over LEN predicted values PRED and true values
	 * WANT, computed in double.  Unless GRAD is NULL, fills it with the
	 * derivative of the mean loss by each value of PRED. */
	double (*eval)(const float *pred, const float *want, float *grad,
		       size_t len);
};

/* all losses, NULL at the end */
extern const struct loss *const losses[];
const struct loss *loss_find(const char *name); /* NULL: there is none */
extern const char *const loss_names[];		/* for an option's choices */

#endif
