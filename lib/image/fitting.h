/*
 * fitting.h - both sides of a manifest, fitted or with values carried over.
 */
#ifndef IMAGE_FITTING_H
#define IMAGE_FITTING_H

#include "image/normed.h"

struct fitting {
	/* given */
	struct norm_rule rule[2];	/* of sources, of targets */
	const char *split;		/* fitted to; NULL: all rows */
	const char *apply, *save;	/* files of values, or NULL */
	int allow_constant, clip, threads;
	int invert;			/* instead: normed_undo */
	struct normed_how how;		/* no dir: write no images */
	/* made */
	struct strs say, warn;		/* sentences */
};

/* Put the columns into P, write the images and the file of values. */
int fitting_run(struct fitting *f, struct pairs *p, struct err *err);
/* Whatever fitting_run returned. */
void fitting_release(struct fitting *f);

#endif
