/*
 * bootstrap.h - computes how uncertain a mean over images is.
 *
 * The images of a group (a well, a position, a slide) resemble each other.  So
 * this draws groups, not images: the cluster bootstrap (Davison and Hinkley,
 * Bootstrap Methods and their Application, 1997, section 3.8).  Each of
 * RESAMPLES draws takes as many groups as there are, with replacement.  Its
 * mean is that of all images in these groups, so large groups count more, as
 * they do in the mean over all images.  The interval goes from the 2.5th to
 * the 97.5th percentile of these means, computed as numpy's "linear" ones (the
 * percentile interval: Efron and Tibshirani, An Introduction to the Bootstrap,
 * 1993, chapter 13).
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
	int named;	  /* 1: some image has the name of a group */
	size_t *group;	  /* of each image */
	size_t resamples; /* how many draws */
	uint64_t seed;
};

/* Number the groups of IMAGES images.  Images with equal names in GROUP are in
 * one group; each image whose name is "" is a group of its own. */
void bootstrap_init(struct bootstrap *b, const char *const *group,
		    size_t images, size_t resamples, uint64_t seed);
void bootstrap_release(struct bootstrap *b);

struct bootstrap_interval {
	double low, high; /* NAN: not known, with fewer than two groups */
	double least;	  /* the share of the resamples whose mean is at most 0:
			     for a difference, how uncertain its sign is */
};

/* Returns the interval of the mean of X, which has a value for each image;
 * values that are not finite are left out.  Each call makes the same draws, so
 * the intervals of several metrics or methods are of the same resamples. */
struct bootstrap_interval bootstrap_mean(const struct bootstrap *b,
					 const double *x);

#endif
