/*
 * summary.h - computes means over all images and over each group, with
 * confidence intervals.
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

/* Returns the interval of METHOD's mean of metric number METRIC in REGION
 * (REGIONS: the whole image). */
struct bootstrap_interval summary_interval(const struct bootstrap *b,
					   const struct scores *s,
					   const char *method,
					   enum region region, size_t metric);

/* Fill T with the table: columns group method region metric images mean low
 * high.  It has a row for each metric of each method and region: first those of
 * all images (group "*"), then those of each group, in the order of their first
 * images.  images is the number of images for which the metric is defined.  low
 * and high are the interval, for all images only.  region is "all",
 * "foreground" or "background". */
void summary_table(const struct scores *s, const struct bootstrap *b,
		   struct tsv *t);

/* Add a message to TO with the intervals of METHOD for pearson, nmse and ssim,
 * the seed and the number of resamples, and a remark if there are too few
 * groups for a good interval.  Adds nothing if there are no intervals. */
void summary_say(const struct scores *s, const struct bootstrap *b,
		 const char *method, struct messages *to);

#endif
