/*
 * phase_correlation.h - measures the shift between two images of one scene:
 * phase correlation (Kuglin and Hines 1975) of the magnitudes of their
 * gradients.  A bright field image and its fluorescence have edges in common,
 * but not grey levels.
 *
 * Inside lib/check only.
 */
#ifndef CHECK_PHASE_CORRELATION_H
#define CHECK_PHASE_CORRELATION_H

#include "base/fft.h"
#include "image/image.h"

enum { PHASE_LEAST = 16, PHASE_MOST = 512, PHASE_NEAR = 16 };

#define PHASE_CLEAR 1.5 /* lower quality: the shift is unclear */

struct phase_correlation { /* memory of one thread; all-zero at first */
	/* 1: phase_correlation_find measures only y, x, quality */
	int peak_only;
	struct fft_room {
		struct fft row, column;
		float *re, *im;
	} whole, half;
};

struct measured_shift {
	/* What the source shows at row r, column c, the target shows at row r +
	 * y, column c + x. */
	double y, x;
	/* Height of the highest peak, divided by that of the next peak more
	 * than 5 pixels away (1000 if there is none); 0: no peak at all. */
	double quality;
	/* share of an image's gradients that is coarser than noise; the smaller
	 * share of the two images */
	double content;
	/* Each half of the images gives a shift by itself; the distance of the
	 * two shifts in pixels.  NAN: QUALITY is below PHASE_CLEAR, a half is
	 * constant or has a side below PHASE_LEAST, the shift of a half is more
	 * than 2 pixels from y, x, or only the peak was wanted. */
	double halves;
	/* correlation at shifts from -PHASE_NEAR to PHASE_NEAR, in quarters of
	 * its root mean square */
	signed char near[2 * PHASE_NEAR + 1][2 * PHASE_NEAR + 1];
};

/* Measures the shift between two images with finite pixels.  Uses the middle
 * part of the images, whose sides are the largest powers of two that fit, at
 * most PHASE_MOST.  Finds shifts of up to a quarter of these sides.  The
 * quality is 0 if the images differ in size, are smaller than PHASE_LEAST, or
 * are constant there. */
void phase_correlation_find(struct phase_correlation *p,
			    const struct image *source,
			    const struct image *target,
			    struct measured_shift *to);
void phase_correlation_release(struct phase_correlation *p);

/* the spectra of two halves of an image without a pixel in common: left and
 * right, or upper and lower */
struct phase_spectrum { /* all-zero: no spectra */
	/* Numbers of frequencies that are kept: half as many as a half of the
	 * image has pixels across and down, the low ones. */
	size_t width, height;
	/* For each half, HEIGHT rows of WIDTH phases RE + i IM, in units of
	 * 1/127.  Negative frequencies come last. */
	signed char *re[2], *im[2];
};

/* Fills A with the spectra of SOURCE and B with those of TARGET, by which they
 * can be correlated with other images.  The images are as in
 * phase_correlation_find; the longer side of the same part is halved.  A and B
 * stay without spectra if a half has a side below PHASE_LEAST or is constant.
 * The caller releases both with phase_correlation_drop. */
void phase_correlation_keep(struct phase_correlation *p,
			    const struct image *source,
			    const struct image *target,
			    struct phase_spectrum *a, struct phase_spectrum *b);
void phase_correlation_drop(struct phase_spectrum *s);

/* Sets FIT, for each half, to how well TARGET fits SOURCE: the highest
 * correlation within REACH pixels up, down, left and right of the shift Y, X,
 * divided by the root mean square of all correlations.  Both have spectra of
 * one size. */
void phase_correlation_fit(struct phase_correlation *p,
			   const struct phase_spectrum *source,
			   const struct phase_spectrum *target, long y, long x,
			   long reach, double fit[2]);

#endif
