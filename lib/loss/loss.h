/*
 * loss.h - what training minimises.  One loss, one file; its name goes
 * into LOSSES in Makefile.am and nowhere else.
 */
#ifndef LOSS_LOSS_H
#define LOSS_LOSS_H

#include <stddef.h>

struct loss {
	const char *name, *about;
	/* The mean over LEN values, in double; GRAD (unless NULL) becomes
	 * its derivative by each prediction. */
	double (*eval)(const float *pred, const float *want, float *grad,
		       size_t len);
};

/* All of them, in the order of LOSSES; NULL ends. */
extern const struct loss *const losses[];
const struct loss *loss_find(const char *name); /* NULL: no such */
extern const char *const loss_names[];		/* for an option's choices */

#endif
