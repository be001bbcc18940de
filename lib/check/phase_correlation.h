/*
 * phase_correlation.h - measures the shift between two images of one scene.
 *
 * The method is phase correlation (Kuglin and Hines 1975).  It is applied to
 * the magnitudes of gradients.  The reason is that a bright field image and its
 * fluorescence image have edges in common, but not grey levels.
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
	/* Shift in pixels, down and to the right.  What the source shows at row
	 * r, column c, the target shows at row r + y, column c + x. */
	double y, x;
	/* Height of the highest peak, divided by the height of the next highest
	 * peak more than 5 pixels away from the first; 0: there is no peak. */
	double quality;
	/* Share of the gradients that is coarser than noise.  This is the share
	 * of the image that has the smaller share. */
	double content;
	/* Distance in pixels between two shifts: the shift of one half of the
	 * images, and the shift of the other half.  Each is measured by itself.
	 * NAN: the two shifts disagree, or are not clear. */
	double halves;
	/* Correlation at shifts from -PHASE_NEAR to PHASE_NEAR, down and to the
	 * right.  The unit is a quarter of the correlation's root mean
	 * square. */
	signed char near[2 * PHASE_NEAR + 1][2 * PHASE_NEAR + 1];
};

/* Measures the shift between two images of the same size with finite pixels.
 * Uses the middle part of each image.  The sides of the part are the largest
 * powers of two that fit, at most PHASE_MOST.  Finds shifts of up to a quarter
 * of these sides.  If an image is smaller than PHASE_LEAST or constant, the
 * quality is 0. */
void phase_correlation_find(struct phase_correlation *p,
			    const struct image *source,
			    const struct image *target,
			    struct measured_shift *to);
void phase_correlation_release(struct phase_correlation *p);

/* The spectra of two halves of an image: left and right, or upper and lower.
 * The halves have no pixel in common. */
struct phase_spectrum { /* zeros: no spectra */
	/* Numbers of frequencies that are kept.  WIDTH is half the number of
	 * columns of an image's half, HEIGHT half the number of its rows.  Only
	 * the lower frequencies are kept. */
	size_t width, height;
	/* Phases of the frequencies of each half.  RE + i IM is the phase of a
	 * frequency, in units of 1/127.  There are HEIGHT rows of WIDTH
	 * frequencies; negative frequencies come last. */
	signed char *re[2], *im[2];
};

/* Fills A with the spectra of SOURCE and B with the spectra of TARGET.  With
 * them, each image can be correlated with other images.  SOURCE and TARGET must
 * have the same size and finite pixels.  Takes the part that
 * phase_correlation_find uses and cuts its longer side into two halves.  If an
 * image is smaller than 2 PHASE_LEAST, or a half of an image is constant, A and
 * B get no spectra.  Free A and B with phase_correlation_drop. */
void phase_correlation_keep(struct phase_correlation *p,
			    const struct image *source,
			    const struct image *target,
			    struct phase_spectrum *a, struct phase_spectrum *b);
void phase_correlation_drop(struct phase_spectrum *s);

/* Measures how well the halves of TARGET fit the halves of SOURCE.  SOURCE and
 * TARGET must have the same size.  For each half, the correlation is computed
 * at all shifts.  FIT gets the highest correlation near the shift Y, X, divided
 * by the root mean square of all correlations.  Near means at most REACH pixels
 * up, down, left or right. */
void phase_correlation_fit(struct phase_correlation *p,
			   const struct phase_spectrum *source,
			   const struct phase_spectrum *target, long y, long x,
			   long reach, double fit[2]);

#endif
