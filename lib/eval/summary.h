/*
 * summary.h - computes means over all images and over each group, with
 * confidence intervals.
 */
#ifndef EVAL_SUMMARY_H
#define EVAL_SUMMARY_H

#include "base/messages.h"
#include "eval/bootstrap.h"
#include "eval/scores.h"

/* Gets ready to compute intervals for S.  They are over the groups of S or, if
 * no image has a group, over its images. */
void summary_bootstrap(struct bootstrap *b, const struct scores *s,
		       size_t resamples, uint64_t seed);

/* Returns the interval of the mean of metric number METRIC, for METHOD in
 * REGION.  REGIONS is the whole image. */
struct bootstrap_interval summary_interval(const struct bootstrap *b,
					   const struct scores *s,
					   const char *method,
					   enum region region, size_t metric);

/* Fills T with a table.  The columns are group, method, region, metric, images,
 * mean, low and high.  There is a row for each metric of each method and
 * region.  The rows for all images come first, with the group "*".  Then come
 * the rows for each group, in the order of their first images.  The column
 * region is "all", "foreground" or "background".  The column images is the
 * number of images for which the metric is defined.  The columns low and high
 * are the ends of the interval; they are empty in the rows of groups. */
void summary_table(const struct scores *s, const struct bootstrap *b,
		   struct tsv *t);

/* Adds a message to TO with the intervals of METHOD for pearson, nmse and ssim,
 * the seed and the number of draws.  If there are too few groups for a good
 * interval, the message says so.  Adds nothing if there are no intervals. */
void summary_say(const struct scores *s, const struct bootstrap *b,
		 const char *method, struct messages *to);

#endif
