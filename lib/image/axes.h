/*
 * axes.h - which page of a file is which channel, slice and frame.
 *
 * Known from what ImageJ or OME wrote into the first page's description,
 * else not at all: an axis is never guessed.
 */
#ifndef IMAGE_AXES_H
#define IMAGE_AXES_H

#include <stddef.h>

#include "base/err.h"

struct axes {
	int known;
	size_t c, z, t;		/* lengths; c counts pages, not samples */
	size_t c_step, z_step, t_step;	/* pages from one to the next */
	int ome;		/* pages are listed in an OME description */
	size_t images;		/* ImageJ: planes the file says it holds */
	int lut;		/* palettes are for display only */
	char *text;		/* the OME description, owned */
};

/* Never fails: what is not understood is not known. */
void axes_read(struct axes *a, const char *description, size_t samples);
void axes_release(struct axes *a);

/* The page of channel C, slice Z, frame T (within the lengths).  PATH is
 * for messages: an OME data set may lie in several files. */
int axes_page(const struct axes *a, size_t c, size_t z, size_t t,
	      const char *path, size_t *page, struct err *err);

#endif
