/*
 * report.h - computes and reports what xp-stats tells: statistics of images,
 * sides, splits and groups, and how far splits and groups differ.
 */
#ifndef STATS_REPORT_H
#define STATS_REPORT_H

#include "file/tsv.h"
#include "stats/advice.h"
#include "stats/hist.h"
#include "stats/image_list.h"
#include "stats/outlier.h"

struct report_part { /* the images of one split or group, or one slice */
	char *name;
	struct summary summary;
	/* Kolmogorov and Smirnov's distance, of a split from train, of a group
	 * or slice from the whole set; NAN: unknown.  Exact for integers of at
	 * most 65,536 levels, otherwise found with 65,536 bins. */
	double ks;
};

struct report_side {
	struct image_list list;
	/* SLICES only for BY "slice" */
	struct set_stats stats, slices;
	struct outliers outliers;
	struct advice advice;
	int by_train; /* 1: the advice is from the train rows only */
	struct report_part *part;
	size_t parts;
	struct hist hist;
};

struct report {
	/* given */
	double *percent;
	char **percent_name; /* names of their columns: "p99.8" */
	size_t percents;
	const char *split; /* split of the rows; NULL: all rows */
	const char *by;	   /* "split", "group", "slice", or NULL */
	int noise, advise, threads;
	size_t hist_bins; /* 0: no histograms */
	/* filled in by report_run, but for LIST, which the caller fills */
	struct report_side side[IMAGE_LISTS];
	size_t sides;
};

/* Sets the percentiles from TEXT, such as "1,50,99.8".  Fails with err_usage if
 * TEXT is anything else. */
int report_percentiles(struct report *r, const char *text, struct err *err);

/* Reads all images and fills in the results.  Errors name image and row.  The
 * caller releases R, also after a failure. */
int report_run(struct report *r, struct err *err);

/* Adds to T a row for each image, each part and each set. */
void report_table(const struct report *r, struct tsv *t);
void report_say(const struct report *r, struct messages *to);

/* R may be all-zero. */
void report_release(struct report *r);

#endif
