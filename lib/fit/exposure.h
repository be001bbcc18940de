/*
 * exposure.h - how bright images are, in a few numbers, so that
 * images from another exposure or bit range are noticed.
 */
#ifndef FIT_EXPOSURE_H
#define FIT_EXPOSURE_H

#include <stddef.h>

enum { EXPOSURE_POINTS = 3 }; /* the 1st, 50th, 99th percentile */

struct exposure { /* all-zero: of no image */
	size_t images;
	double low[EXPOSURE_POINTS],
		high[EXPOSURE_POINTS]; /* least and largest over the images */
};

/* An image on its way: every STRIDE-th of its pixels is kept. */
struct exposure_sample {
	float *px;
	size_t n, stride, next; /* next: pixels until the one to keep */
};

/* Of an image of WIDTH x HEIGHT that comes in portions, row by row. */
void exposure_start(struct exposure_sample *s, size_t width, size_t height);
void exposure_take(struct exposure_sample *s, const float *px, size_t n);
/* Fill TO with how bright the image is, and release S; no pixel leaves TO
 * empty. */
void exposure_end(struct exposure_sample *s, struct exposure *to);

/* Make TO those of both. */
void exposure_join(struct exposure *to, const struct exposure *more);

/* How far ONE image lies outside of ALL, in units of their whole spread (the
 * largest 99th percentile less the least 1st); 0: inside.  *WHICH gets the
 * percentile that is farthest out. */
double exposure_distance(const struct exposure *all, const struct exposure *one,
			 int *which);
extern const int exposure_percent[EXPOSURE_POINTS];

#endif
