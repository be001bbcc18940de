/*
 * phase.h - by how much one image lies beside another.
 *
 * Phase correlation (Kuglin and Hines 1975) of the gradients' magnitudes:
 * a bright field image and its fluorescence share edges, not grey levels.
 */
#ifndef IMAGE_PHASE_H
#define IMAGE_PHASE_H

#include "image/fft.h"
#include "image/image.h"

enum { PHASE_LEAST = 16, PHASE_MOST = 512 };

struct phase {			/* what one thread needs */
	struct fft row, column;
	float *re, *im;
};

struct shift {
	double y, x;		/* pixels; the target's content lies so far
				   down and to the right of the source's */
	double quality;		/* the peak's height over that of the next
				   one, more than 5 pixels away; 0: none */
};

/* Of two images of one size, with finite pixels.  The middle is looked at,
 * the largest powers of two that fit, at most PHASE_MOST; shifts of up to
 * a quarter of that are found.  An image that is smaller than PHASE_LEAST
 * or constant has the quality 0. */
void phase_shift(struct phase *p, const struct image *source,
		 const struct image *target, struct shift *to);
void phase_release(struct phase *p);

#endif
