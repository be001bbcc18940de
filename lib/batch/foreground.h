/*
 * foreground.h - where the foreground of images is, so that patches can be
 * placed on it.
 *
 * Inside lib/batch only.
 *
 * Foreground are the pixels whose normalised target is above a threshold, of
 * several channels at least one above its own.  Of each image some are kept,
 * evenly spaced in the order of its pixels, so that memory does not depend on
 * the images' size.
 */
#ifndef BATCH_FOREGROUND_H
#define BATCH_FOREGROUND_H

#include "batch/samples.h"

struct foreground { /* all-zero is empty */
	struct foreground_image {
		size_t image;	/* index in the samples */
		uint64_t *kept; /* places y * width + x, owned; the slices of a
				   stack lie one below the other */
		size_t n;
	} * list; /* images that have a foreground */
	size_t n;
	double share; /* share of all pixels */
};

/* Fills F with the pixels of S whose target is above THRESHOLD, which has one
 * of each channel.  Each target is read once, on POOL.  The caller releases F,
 * also after a failure.  Errors name row and file. */
int foreground_find(struct foreground *f, const struct samples *s,
		    const double *threshold, struct thread_pool *pool,
		    struct err *err);
void foreground_release(struct foreground *f);

#endif
