/*
 * bootstrap.h - how sure a mean over images is.
 *
 * Images of one group (a well, a position, a slide) resemble each other, so
 * groups, not images, are drawn anew: the cluster bootstrap (Davison and
 * Hinkley, Bootstrap Methods and their Application, 1997, section 3.8).  The
 * interval is the percentile one (Efron and Tibshirani, An Introduction to the
 * Bootstrap, 1993, chapter 13): from the 2.5th to the 97.5th percentile, as
 * numpy's "linear" ones, of the means of RESAMPLES draws of as many groups as
 * there are, with replacement.  A mean is that of all images in the groups
 * drawn, so large groups weigh more, as they do in the mean itself.
 *
 * With few groups such intervals are too narrow.
 */
#ifndef EVAL_BOOTSTRAP_H
#define EVAL_BOOTSTRAP_H

#include <stddef.h>
#include <stdint.h>

#define BOOTSTRAP_LEVEL 95 /* per cent */

struct bootstrap { /* all-zero is empty */
	size_t images, groups;
	size_t *group;	  /* of each image */
	size_t resamples; /* how many draws */
	uint64_t seed;
};

/* Number the groups of IMAGES images: two belong together if their names in
 * GROUP are equal, and each image whose name is "" is a group of its own. */
void bootstrap_init(struct bootstrap *b, const char *const *group,
		    size_t images, size_t resamples, uint64_t seed);
void bootstrap_release(struct bootstrap *b);

struct bootstrap_interval {
	double low, high; /* NAN: not known, with fewer than two groups */
	double least;	  /* the part of the resamples whose mean is at most 0:
			     of differences, how sure their sign is */
};

/* The interval of the mean of X, a value for each image; values that are not
 * finite are left out.  The draws are the same at each call, so intervals of
 * several metrics or methods belong to the same resamples. */
struct bootstrap_interval bootstrap_mean(const struct bootstrap *b,
					 const double *x);

#endif
