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

struct candidate { /* a prediction that was measured */
	const char *method;
	const char *file;	 /* may be NULL */
	struct measure *measure; /* all rows passed; not owned */
};

/* Add the scores of N candidates for the image ID; LEAK may be NULL. */
void scores_add(struct scores *s, const char *id, const char *split,
		const char *leak, const struct candidate *c, size_t n);
void scores_release(struct scores *s);

/* Value of the metric called METRIC; NAN: undefined. */
double scores_value(const struct score *s, const char *metric);

/* Mean of METRIC over the images where it is defined (none: NAN); UNDEFINED
 * (may be NULL) is the number of the others. */
double scores_mean(const struct scores *s, const char *method,
		   const char *metric, size_t *undefined);

/* Rows of METHOD from the worst to the best by METRIC, undefined ones left
 * out; ties keep their order.  Returns how many; ORDER (indices into
 * s->list) is freed by the caller. */
size_t scores_rank(const struct scores *s, const char *method,
		   const char *metric, size_t **order);

/* The worst, the median and the best of these; fewer when there are fewer
 * images.  LABEL gets "worst" and so on.  Returns how many. */
size_t scores_pick(const struct scores *s, const char *method,
		   const char *metric, size_t index[3], const char *label[3]);

/* Columns: id split method, the metrics, range and, where a prediction was
 * written, prediction; where any image leaks, leak: its reasons, in the rows
 * of means "2 of 4", how many images have some. */
void scores_table(const struct scores *s, struct tsv *t);

#endif
