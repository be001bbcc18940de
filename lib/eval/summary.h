/*
 * summary.h - means over all images and over each group, with confidence
 * intervals.
 */
#ifndef EVAL_SUMMARY_H
#define EVAL_SUMMARY_H

#include "base/messages.h"
#include "eval/bootstrap.h"
#include "eval/scores.h"

/* Sets B up for intervals of S: over its groups or, if no image has one, over
 * its images.  The caller releases B. */
void summary_bootstrap(struct bootstrap *b, const struct scores *s,
		       size_t resamples, uint64_t seed);

/* Returns the interval of the mean of metric number METRIC for METHOD in REGION
 * (REGIONS: the whole image). */
struct bootstrap_interval summary_interval(const struct bootstrap *b,
					   const struct scores *s,
					   const char *method,
					   enum region region, size_t metric);

/* Fills T with a row for each metric, method and region: first over all images
 * (group "*"), then for each group in order of appearance.  Of several channels
 * these are of each, then of all (channel "*").  The columns are group, channel
 * (if there are several), method, region ("all", "foreground", "background"),
 * metric, images (for which the metric is defined), mean, low and high (ends of
 * the interval, empty for groups). */
void summary_table(struct scores *s, const struct bootstrap *b, struct tsv *t);

/* Adds a message to TO: the intervals of METHOD for pearson, nmse and ssim, the
 * seed, the number of draws, and whether there are too few groups for good
 * intervals.  Adds nothing if there are no intervals. */
void summary_say(const struct scores *s, const struct bootstrap *b,
		 const char *method, struct messages *to);

#endif
