/*
 * phase_correlation.h - the shift between two images of one scene.
 *
 * Phase correlation (Kuglin and Hines 1975) of the gradients' magnitudes:
 * a bright field image and its fluorescence share edges, not grey levels.
 *
 * Inside lib/check only.
 */
#ifndef CHECK_PHASE_CORRELATION_H
#define CHECK_PHASE_CORRELATION_H

#include "check/fft.h"
#include "image/image.h"

enum { PHASE_LEAST = 16, PHASE_MOST = 512, PHASE_NEAR = 16 };

#define PHASE_CLEAR 1.5 /* least quality of a shift to go by */

struct phase_correlation { /* what one thread needs */
	struct fft_room {
		struct fft row, column;
		float *re, *im;
	} whole, half;
};

struct measured_shift {
	double y, x;	/* pixels; the target's content lies so far
				   down and to the right of the source's */
	double quality; /* the peak's height over that of the next
				   one, more than 5 pixels away; 0: none */
	double content; /* of the poorer image: the share of its
				   gradients that is coarser than noise */
	double halves;	/* pixels between the shifts of the two halves
				   of the images, each measured by itself; NAN:
				   they do not agree, or it is not clear */
	/* The correlation at the shifts -PHASE_NEAR to PHASE_NEAR, down and
	 * to the right, in quarters of its root mean square. */
	signed char near[2 * PHASE_NEAR + 1][2 * PHASE_NEAR + 1];
};

/* Measures the shift between two images of one size, with finite pixels.  Of
 * each the middle is used, the largest powers of two that fit, at most
 * PHASE_MOST; shifts of up to a quarter of that are found.  An image that is
 * smaller than PHASE_LEAST or constant has the quality 0. */
void phase_correlation_find(struct phase_correlation *p,
			    const struct image *source,
			    const struct image *target,
			    struct measured_shift *to);
void phase_correlation_release(struct phase_correlation *p);

/* Of the left and the right half of an image, or the upper and the lower one,
 * which have no pixel in common. */
struct phase_spectrum {	      /* all-zero: none */
	size_t width, height; /* half of those of each half */
	/* Phases of the coarser half of its frequencies as RE + i IM, in
	 * 127ths, HEIGHT rows of WIDTH; negative ones lie behind. */
	signed char *re[2], *im[2];
};

/* What is kept of two images of one size, with finite pixels, to correlate
 * each with other images: of both halves of the part that
 * phase_correlation_find looks at, its longer side cut.  None where an image
 * is smaller than 2 PHASE_LEAST or a half of it constant. */
void phase_correlation_keep(struct phase_correlation *p,
			    const struct image *source,
			    const struct image *target,
			    struct phase_spectrum *a, struct phase_spectrum *b);
void phase_correlation_drop(struct phase_spectrum *s);

/* How well the halves of TARGET fit those of SOURCE, of one size: the highest
 * correlation at most REACH pixels up, down, left or right from the shift Y,
 * X, over the root mean square of all. */
void phase_correlation_fit(struct phase_correlation *p,
			   const struct phase_spectrum *source,
			   const struct phase_spectrum *target, long y, long x,
			   long reach, double fit[2]);

#endif
