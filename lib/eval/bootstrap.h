/*
 * bootstrap.h - intervals of means over images, by the cluster bootstrap
 * (Davison and Hinkley, Bootstrap Methods and their Application, 1997, section
 * 3.8).
 *
 * Images of a group (a well, a position, a slide) resemble each other, so
 * groups are drawn, not images.  A draw takes as many groups as there are, with
 * replacement, and gives the mean of all images in them.  The interval reaches
 * from the 2.5th to the 97.5th percentile of these means (percentile interval;
 * Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13).
 * With few groups it is too narrow.
 */
#ifndef EVAL_BOOTSTRAP_H
#define EVAL_BOOTSTRAP_H

#include <stddef.h>
#include <stdint.h>

#define BOOTSTRAP_LEVEL 95 /* per cent */

struct bootstrap { /* all-zero is empty */
	size_t images, groups;
	int named;	  /* 1: some image has the name of a group */
	size_t *group;	  /* number of the group of each image */
	size_t resamples; /* number of draws */
	uint64_t seed;
};

/* Sets B up for IMAGES images.  GROUP has the name of each image's group; an
 * image with the name "" is a group of its own.  The caller releases B. */
void bootstrap_init(struct bootstrap *b, const char *const *group,
		    size_t images, size_t resamples, uint64_t seed);
void bootstrap_release(struct bootstrap *b);

struct bootstrap_interval {
	/* ends of the interval; NAN: fewer than two groups have values */
	double low, high;
	/* share of the draws with a mean of at most 0 */
	double least;
};

/* Returns the interval of the mean of X, one value an image.  Values that are
 * not finite are left out.  All calls with one B make the same draws. */
struct bootstrap_interval bootstrap_mean(const struct bootstrap *b,
					 const double *x);

#endif
