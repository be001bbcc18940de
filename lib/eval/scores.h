/*
 * scores.h - the scores of a set of images, and the table of them.
 *
 * The table has a row for each image and method.  Then it has a row for each
 * method, with the id `*` and the means over images.  If a metric is undefined
 * for an image, its cell is empty, and the image is left out of the mean.
 */
#ifndef EVAL_SCORES_H
#define EVAL_SCORES_H

#include "eval/regions.h"
#include "file/tsv.h"
#include "metric/measure.h"

struct score {
	char *id, *split, *group; /* "" when missing */
	const char *method;	  /* Name of the method; outlives the scores */
	char *file;		  /* File of the prediction, or NULL */
	/* Reasons why the score is too good (score_leak.h), or NULL */
	char *leak;
	double *value; /* Values in the order of METRICS */
	/* Values for the pixels of each region.  They are NAN for metrics that
	 * compare neighbouring pixels.  NULL if regions were not measured. */
	double *region[REGIONS];
	/* Share of the pixels that are foreground; NAN if not measured */
	double foreground;
};

struct scores { /* all-zero is empty */
	struct score *list;
	size_t n;
	double range; /* R of PSNR and SSIM; NAN: not known */
};

struct candidate { /* a measured prediction */
	const char *method;
	const char *file; /* may be NULL */
	/* Measure of all rows of the image; not owned.  NULL if the method has
	 * no prediction for the image: all its metrics are then undefined. */
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

/* Returns the value of the metric with the name METRIC, or NAN if it is
 * undefined. */
double scores_value(const struct score *s, const char *metric);

/* Returns the value of metric number METRIC, or NAN if it is undefined.  The
 * value is that of REGION or, if REGION is REGIONS, of the whole image. */
double scores_part(const struct score *s, enum region region, size_t metric);

/* Returns the mean of the values of scores_part over images.  Undefined values
 * are treated as in scores_mean. */
double scores_part_mean(const struct scores *s, const char *method,
			enum region region, size_t metric, size_t *undefined);

/* Returns 1 if regions were measured. */
int scores_have_regions(const struct scores *s);

/* Returns the number of the metric with the name METRIC. */
size_t scores_metric(const char *metric);

/* Returns the mean of METRIC over the images for which it is defined, or NAN
 * if there are none.  Sets *UNDEFINED to the number of the other images;
 * UNDEFINED may be NULL. */
double scores_mean(const struct scores *s, const char *method,
		   const char *metric, size_t *undefined);

/* Ranks the scores of METHOD by METRIC, from the worst to the best.  Returns
 * the number of ranked scores.  Sets *ORDER to their indices in s->list, which
 * the caller frees.  Undefined scores are left out.  Equal scores keep their
 * order. */
size_t scores_rank(const struct scores *s, const char *method,
		   const char *metric, size_t **order);

/* Ranks as scores_rank does, and pick the worst, the median and the best image.
 * Returns the number of images picked: 3, or fewer if there are fewer images.
 * Sets INDEX to their indices in s->list, and LABEL to "worst", "median" and
 * "best". */
size_t scores_pick(const struct scores *s, const char *method,
		   const char *metric, size_t index[3], const char *label[3]);

/* Fills S from T, a table that scores_table made.  MANIFEST is a table with
 * columns id and group, which gives the groups, or NULL.  If T lacks the column
 * of a metric, its values are undefined.  Rows of means are left out.  T must
 * outlive S.  Fails with err_data if T has no column id or method. */
int scores_read(struct scores *s, const struct tsv *t,
		const struct tsv *manifest, struct err *err);

enum { SCORES_LINEAR = 1, SCORES_REGIONS = 2 };

/* Fills T with the table.  The columns are id, split, method, the metrics and
 * range.  If predictions were written, there is a column prediction with the
 * file.  If any score is too good, there is a column leak.  It has the reasons
 * of an image; in a row of means it has the number of images with reasons ("2
 * of 4").  WHAT is a sum of flags.  Without SCORES_LINEAR, the rows of the
 * methods linear and shuffled are left out.  SCORES_REGIONS adds the column
 * foreground, the share of pixels that are foreground.  It also adds
 * X_foreground and X_background for each metric X that has values for
 * regions. */
void scores_table(const struct scores *s, unsigned what, struct tsv *t);

#endif
