/*
 * summary.h - means over a set of images and over each group of it, with
 * intervals.
 */
#ifndef EVAL_SUMMARY_H
#define EVAL_SUMMARY_H

#include "base/messages.h"
#include "eval/bootstrap.h"
#include "eval/scores.h"

/* Get ready to compute intervals for S, over its groups or, if no image has a
 * group, over its images. */
void summary_bootstrap(struct bootstrap *b, const struct scores *s,
		       size_t resamples, uint64_t seed);

/* The interval of METHOD's mean of metric number METRIC in REGION (REGIONS:
 * the whole image). */
struct bootstrap_interval summary_interval(const struct bootstrap *b,
					   const struct scores *s,
					   const char *method,
					   enum region region, size_t metric);

/* Fill T with the table: columns group method region metric images mean low
 * high; a row for each metric of each method and region, first of the whole set
 * (group "*"), then of each group in the order of its first image.  images is
 * the number of those for which the metric is defined; low and high, of the
 * whole set only, are its interval.  region is "all", "foreground" or
 * "background". */
void summary_table(const struct scores *s, const struct bootstrap *b,
		   struct tsv *t);

/* Add to TO the intervals of METHOD for pearson, nmse and ssim, with seed and
 * number of resamples; it says so where there are too few groups to trust them.
 * Says nothing where there are no intervals. */
void summary_say(const struct scores *s, const struct bootstrap *b,
		 const char *method, struct messages *to);

#endif
