/*
 * phase_correlation.h - measures the shift between two images of one scene.
 *
 * It uses phase correlation (Kuglin and Hines 1975) of the magnitudes of
 * gradients, because a bright field image and its fluorescence have edges in
 * common, but not grey levels.
 *
 * Inside lib/check only.
 */
#ifndef CHECK_PHASE_CORRELATION_H
#define CHECK_PHASE_CORRELATION_H

#include "base/fft.h"
#include "image/image.h"

enum { PHASE_LEAST = 16, PHASE_MOST = 512, PHASE_NEAR = 16 };

#define PHASE_CLEAR 1.5 /* a shift of lower quality is unclear */

struct phase_correlation { /* memory that one thread needs */
	struct fft_room {
		struct fft row, column;
		float *re, *im;
	} whole, half;
};

struct measured_shift {
	/* in pixels: how far further down and to the right the target shows
	 * what the source shows */
	double y, x;
	/* The height of the peak, divided by the height of the highest peak
	 * that is more than 5 pixels away from it; 0: there is no peak. */
	double quality;
	/* The share of an image's gradients that is coarser than noise; the
	 * smaller share of the two images. */
	double content;
	/* The distance in pixels between the shifts of the two halves of the
	 * images, each measured by itself; NAN: they disagree, or are not
	 * clear. */
	double halves;
	/* The correlation at shifts from -PHASE_NEAR to PHASE_NEAR, down and to
	 * the right.  Its unit is a quarter of its root mean square. */
	signed char near[2 * PHASE_NEAR + 1][2 * PHASE_NEAR + 1];
};

/* Measures the shift between two images of the same size with finite pixels.
 * Uses the middle of each: its sides are the largest powers of two that fit, at
 * most PHASE_MOST.  Finds shifts of up to a quarter of these sides.  If an
 * image is smaller than PHASE_LEAST or constant, the quality is 0. */
void phase_correlation_find(struct phase_correlation *p,
			    const struct image *source,
			    const struct image *target,
			    struct measured_shift *to);
void phase_correlation_release(struct phase_correlation *p);

/* The spectra of the left and the right half of an image, or of the upper and
 * the lower half.  The halves have no pixel in common. */
struct phase_spectrum { /* zeros: no spectra */
	/* Numbers of frequencies that are kept, the lower ones: half of the
	 * columns and half of the rows of each of the two parts. */
	size_t width, height;
	/* For each part: RE + i IM is the phase of a frequency, in units of
	 * 1/127; HEIGHT rows of WIDTH, negative frequencies last. */
	signed char *re[2], *im[2];
};

/* Fills A and B with what is kept of SOURCE and TARGET, which have the same
 * size and finite pixels, to correlate each with other images.  Takes the part
 * that phase_correlation_find uses and cuts its longer side into two halves.
 * Keeps nothing if an image is smaller than 2 PHASE_LEAST or a half of it is
 * constant.  Free A and B with phase_correlation_drop. */
void phase_correlation_keep(struct phase_correlation *p,
			    const struct image *source,
			    const struct image *target,
			    struct phase_spectrum *a, struct phase_spectrum *b);
void phase_correlation_drop(struct phase_spectrum *s);

/* Measures how well the halves of TARGET fit those of SOURCE, which have the
 * same size.  Fills FIT, for each half, with the highest correlation at most
 * REACH pixels up, down, left or right of the shift Y, X, divided by the root
 * mean square of all correlations. */
void phase_correlation_fit(struct phase_correlation *p,
			   const struct phase_spectrum *source,
			   const struct phase_spectrum *target, long y, long x,
			   long reach, double fit[2]);

#endif
