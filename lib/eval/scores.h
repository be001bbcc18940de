/*
 * scores.h - the scores of a set of images, and the table of them.
 *
 * The table has a row for each image and method, then a row with the id `*` for
 * each method with the means over images.  An undefined metric has an empty
 * cell and does not count in the mean.
 *
 * Of targets of several channels each channel has such scores, and so have all
 * together (channel `*`): the means over the channels, undefined if one of them
 * is.
 */
#ifndef EVAL_SCORES_H
#define EVAL_SCORES_H

#include "eval/regions.h"
#include "file/tsv.h"
#include "metric/measure.h"

struct score {
	char *id, *split, *group; /* "" when missing */
	const char *method;	  /* outlives the scores */
	char *file;		  /* path of the prediction, or NULL */
	/* why the score is too good (score_leak.h), or NULL */
	char *leak;
	double *value; /* in the order of METRICS */
	/* values in each region, in the same order; NAN for metrics that
	 * compare neighbouring pixels; NULL: not measured */
	double *region[REGIONS];
	/* share of foreground pixels; NAN: not measured */
	double foreground;
};

struct scores { /* all-zero is empty */
	struct score *list;
	size_t n;
	/* R of PSNR and SSIM; NAN: not known, or not the same of all
	 * channels */
	double range;
	/* the scores of each channel, owned; 0: there is but one */
	struct scores *channel;
	size_t channels;
};

/* Gives S, which is empty, the scores of so many channels. */
void scores_set_channels(struct scores *s, size_t channels);

/* Returns the scores of channel K: S if there is but one. */
struct scores *scores_channel(struct scores *s, size_t k);

/* Sets s->range from those of the channels. */
void scores_join_range(struct scores *s);

/* Adds to S the means over the channels of the last N scores that were added to
 * each; nothing if there is but one channel. */
void scores_join(struct scores *s, size_t n);

struct candidate { /* a measured prediction */
	const char *method;
	const char *file; /* may be NULL */
	/* measure of the whole image, not owned; NULL: the method predicts
	 * nothing, and all its metrics are undefined */
	struct measure *measure;
	const struct regions *regions; /* NULL: not measured */
};

struct scored { /* an image */
	const char *id, *split, *group;
	const char *leak; /* may be NULL */
};

/* Adds the scores of N candidates for the image OF. */
void scores_add(struct scores *s, const struct scored *of,
		const struct candidate *c, size_t n);
void scores_release(struct scores *s);

/* Returns the value of METRIC, or NAN if it is undefined. */
double scores_value(const struct score *s, const char *metric);

/* Returns the value of metric number METRIC in REGION (REGIONS: the whole
 * image), or NAN if it is undefined. */
double scores_part(const struct score *s, enum region region, size_t metric);

/* Does what scores_mean does for scores_part. */
double scores_part_mean(const struct scores *s, const char *method,
			enum region region, size_t metric, size_t *undefined);

/* Returns 1 if regions were measured. */
int scores_have_regions(const struct scores *s);

/* Returns the index of METRIC, a name that must be in METRICS. */
size_t scores_metric(const char *metric);

/* Returns the mean of METRIC over the images of METHOD for which it is defined,
 * or NAN.  *UNDEFINED becomes the number of the other images; UNDEFINED may be
 * NULL. */
double scores_mean(const struct scores *s, const char *method,
		   const char *metric, size_t *undefined);

/* Ranks the defined scores of METHOD by METRIC, the worst first; equal ones
 * keep their order.  Sets *ORDER, which the caller frees, to their indices in
 * s->list. Returns their number. */
size_t scores_rank(const struct scores *s, const char *method,
		   const char *metric, size_t **order);

/* Picks the worst, the median and the best image by METRIC.  Sets INDEX to
 * their indices in s->list and LABEL to these words ("only" for a single
 * image). Returns the number picked: 3, or fewer if there are fewer images. */
size_t scores_pick(const struct scores *s, const char *method,
		   const char *metric, size_t index[3], const char *label[3]);

/* Fills S from T, a table of scores_table, without the rows of means over
 * images.  Groups
 * come from MANIFEST, a table with the columns id and group, or NULL.  Metrics
 * without a column are undefined.  T must outlive S.  The caller releases S.
 * Fails with err_data if T lacks the column id or method, or if a channel is no
 * number below 1000. */
int scores_read(struct scores *s, const struct tsv *t,
		const struct tsv *manifest, struct err *err);

enum { SCORES_LINEAR = 1, SCORES_REGIONS = 2, SCORES_PART = 4 };

/* Fills T, which is empty, with the table: id, split, channel (if there are
 * several), method, the metrics, range.  The column prediction has the files,
 * if there are any.  The column leak, if any score is too good, has the
 * reasons; in rows of means, the number of images ("2 of 4").
 *
 * WHAT is a sum of flags.  SCORES_LINEAR includes the methods linear and
 * shuffled. SCORES_REGIONS adds, if regions were measured, the column
 * foreground (share of foreground pixels), and X_foreground and X_background
 * for each metric X that regions can have.  SCORES_PART leaves out the rows of
 * means and writes numbers with all their digits, so that scores_read gets the
 * same bits back. */
void scores_table(const struct scores *s, unsigned what, struct tsv *t);

#endif
