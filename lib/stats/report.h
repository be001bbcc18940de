/*
 * report.h - what xp-stats reports: statistics of one or two sides, of their
 * splits or groups, and how these differ.
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
	/* Kolmogorov and Smirnov's distance of the pixels from those of
	 * the split train, or of a group or slice from the whole set; NAN:
	 * unknown.  Exact for integers over at most 65,536 levels, else
	 * found with as many bins (hist_lay_bent). */
	double ks;
};

struct report_side {
	struct image_list list;
	struct set_stats stats, slices; /* slices: if asked for */
	struct outliers outliers;
	struct advice advice;
	int by_train; /* the advice is from the train rows only */
	struct report_part *part;
	size_t parts;
	struct hist hist;
};

struct report {
	/* given */
	double *percent;
	char **percent_name; /* columns: "p99.8" */
	size_t percents;
	const char *split; /* whose rows these are; NULL: all */
	const char *by;	   /* "split", "group", "slice", or NULL */
	int noise, advise, threads;
	size_t hist_bins; /* 0: no histograms */
	/* made; the caller lists the images */
	struct report_side side[2];
	size_t sides;
};

/* Fill the percentiles from "1,50,99.8"; err_usage when TEXT is none. */
int report_percentiles(struct report *r, const char *text, struct err *err);
/* Read all images and fill what is made.  Errors name image and row. */
int report_run(struct report *r, struct err *err);
/* Add to T a row for each image, part and set. */
void report_table(const struct report *r, struct tsv *t);
void report_say(const struct report *r, struct messages *to);
/* An all-zero report is safe to release. */
void report_release(struct report *r);

#endif
