/*
 * bootstrap.h - computes the uncertainty of a mean over images.
 *
 * The images of a group (a well, a position, a slide) resemble each other.  So
 * this draws groups, not images: the cluster bootstrap (Davison and Hinkley,
 * Bootstrap Methods and their Application, 1997, section 3.8).  There are
 * RESAMPLES draws.  Each draw takes as many groups as there are, with
 * replacement.  The mean of a draw is the mean of all images in its groups.  So
 * large groups count more, as they do in the mean over all images.  The
 * interval goes from the 2.5th to the 97.5th percentile of the means of all
 * draws.  This is the percentile interval (Efron and Tibshirani, An
 * Introduction to the Bootstrap, 1993, chapter 13).  Percentiles are computed
 * like numpy's "linear" ones.
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
	int named;	  /* 1: at least one image has the name of a group */
	size_t *group;	  /* Number of the group of each image */
	size_t resamples; /* Number of draws */
	uint64_t seed;
};

/* Number the groups of IMAGES images.  GROUP has the name of the group of each
 * image.  Images with equal names are in one group.  An image with the name ""
 * is a group of its own. */
void bootstrap_init(struct bootstrap *b, const char *const *group,
		    size_t images, size_t resamples, uint64_t seed);
void bootstrap_release(struct bootstrap *b);

struct bootstrap_interval {
	/* Ends of the interval; NAN if there are fewer than two groups */
	double low, high;
	/* Share of the draws with a mean of at most 0.  If X are differences,
	 * this tells how uncertain the sign of their mean is. */
	double least;
};

/* Returns the interval of the mean of X, which has a value for each image.
 * Values that are not finite are left out.  Each call makes the same draws, so
 * the intervals of several metrics or methods belong to the same draws. */
struct bootstrap_interval bootstrap_mean(const struct bootstrap *b,
					 const double *x);

#endif
