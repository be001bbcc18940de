/*
 * scores.h - the scores of a set of images, and the table of them.
 *
 * The table has a row for each image and method; then, with the id `*`, a row
 * for each method with the means over images.  A metric that is undefined for
 * an image is an empty cell and is left out of the mean.
 */
#ifndef EVAL_SCORES_H
#define EVAL_SCORES_H

#include "eval/regions.h"
#include "file/tsv.h"
#include "metric/measure.h"

struct score {
	char *id, *split, *group; /* "" when missing */
	const char *method;	  /* outlives the scores */
	char *file;		  /* of the prediction, or NULL */
	char *leak;    /* why the score is too good (score_leak.h), or NULL */
	double *value; /* in the order of METRICS */
	/* The same for the pixels of each region; NAN for metrics that compare
	 * neighbouring pixels.  NULL if regions were not measured. */
	double *region[REGIONS];
	double foreground; /* share of the pixels; NAN if not measured */
};

struct scores { /* all-zero is empty */
	struct score *list;
	size_t n;
	double range; /* R of PSNR and SSIM; NAN: not known */
};

struct candidate { /* a measured prediction */
	const char *method;
	const char *file; /* may be NULL */
	/* has all rows of the image; not owned.  NULL if the method has no
	 * prediction for it: all its metrics are undefined */
	struct measure *measure;
	const struct regions *regions; /* NULL: not measured */
};

struct scored { /* an image */
	const char *id, *split, *group;
	const char *leak; /* may be NULL */
};

/* Add the scores of N candidates for the image OF. */
void scores_add(struct scores *s, const struct scored *of,
		const struct candidate *c, size_t n);
void scores_release(struct scores *s);

/* Returns the value of the metric called METRIC, NAN if it is undefined. */
double scores_value(const struct score *s, const char *metric);
/* Returns the value of metric number METRIC, of REGION or, if that is REGIONS,
 * of the whole image; NAN if it is undefined. */
double scores_part(const struct score *s, enum region region, size_t metric);
/* Returns the mean of scores_part as scores_mean does. */
double scores_part_mean(const struct scores *s, const char *method,
			enum region region, size_t metric, size_t *undefined);
/* Returns 1 if regions were measured. */
int scores_have_regions(const struct scores *s);
/* Returns the number of the metric called METRIC. */
size_t scores_metric(const char *metric);

/* Returns the mean of METRIC over the images for which it is defined, NAN if
 * there are none.  Sets *UNDEFINED (may be NULL) to the number of the other
 * images. */
double scores_mean(const struct scores *s, const char *method,
		   const char *metric, size_t *undefined);

/* Rank the scores of METHOD by METRIC, from the worst to the best, without the
 * undefined ones; ties keep their order.  Sets *ORDER to indices into s->list,
 * which the caller frees, and returns their number. */
size_t scores_rank(const struct scores *s, const char *method,
		   const char *metric, size_t **order);

/* Of that ranking, set INDEX to the worst, the median and the best, and LABEL
 * to "worst", "median" and "best".  Returns how many were set: fewer than 3 if
 * there are fewer images. */
size_t scores_pick(const struct scores *s, const char *method,
		   const char *metric, size_t index[3], const char *label[3]);

/* Fill S from T, a table that scores_table made.  Groups come from MANIFEST, a
 * table with columns id and group, or NULL.  If a column is missing, its values
 * are undefined.  Rows of means are left out.  T must outlive S.  err_data if T
 * has no column id or method. */
int scores_read(struct scores *s, const struct tsv *t,
		const struct tsv *manifest, struct err *err);

enum { SCORES_LINEAR = 1, SCORES_REGIONS = 2 };

/* Fill T with the table.  Columns: id, split, method, the metrics, range.  If
 * predictions were written, prediction is the file.  If any score is too good,
 * leak has the reasons of the image and, in the rows of means, the number of
 * images that have any ("2 of 4").  WHAT is a sum: SCORES_LINEAR keeps the rows
 * of the methods linear and shuffled, which are left out otherwise;
 * SCORES_REGIONS adds the columns foreground (share of the pixels) and, for
 * each metric X that has them, X_foreground and X_background. */
void scores_table(const struct scores *s, unsigned what, struct tsv *t);

#endif
