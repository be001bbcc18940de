/*
 * scores.h - the scores of a set of images, and the table of them.
 *
 * The table has a row for each image and method; then, with the id `*`, a row
 * for each method with the means over images.  A metric that is undefined for
 * an image is an empty cell and is left out of the mean.
 *
 * Inside lib/eval only.
 */
#ifndef EVAL_SCORES_H
#define EVAL_SCORES_H

#include "file/tsv.h"
#include "metric/measure.h"

struct score {
	char *id, *split;
	const char *method; /* outlives the scores */
	char *file;	    /* of the prediction, or NULL */
	char *leak;    /* why the score is too good (score_leak.h), or NULL */
	double *value; /* in the order of METRICS */
};

struct scores { /* all-zero is empty */
	struct score *list;
	size_t n;
	double range; /* R of PSNR and SSIM; NAN: not known */
};

struct candidate { /* a measured prediction */
	const char *method;
	const char *file;	 /* may be NULL */
	struct measure *measure; /* has all rows of the image; not owned */
};

/* Add the scores of N candidates for the image ID; LEAK may be NULL. */
void scores_add(struct scores *s, const char *id, const char *split,
		const char *leak, const struct candidate *c, size_t n);
void scores_release(struct scores *s);

/* Returns the value of the metric called METRIC, NAN if it is undefined. */
double scores_value(const struct score *s, const char *metric);

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

/* Fill T with the table.  Columns: id, split, method, the metrics, range; if
 * predictions were written, prediction (the file); if any image has reasons
 * why its score is too good, leak: these reasons and, in the rows of means,
 * how many images have any ("2 of 4"). */
void scores_table(const struct scores *s, struct tsv *t);

#endif
