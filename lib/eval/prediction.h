/*
 * prediction.h - one image pair with the predictions of the model and of the
 * baselines, all in the target's own units.
 *
 * Only the model's prediction is held, a large one in a file (file/scratch.h).
 * All else is read or computed row by row.
 *
 * Inside lib/eval only.
 */
#ifndef EVAL_PREDICTION_H
#define EVAL_PREDICTION_H

#include "eval/joint.h"
#include "eval/linear.h"
#include "eval/regions.h"
#include "file/scratch.h"
#include "train/baseline.h"
#include "train/model.h"
#include "manifest/pair_view.h"
#include "metric/measure.h"

/* the model first, then the baselines */
enum { PREDICTION_METHODS = 5 };

struct prediction_baselines { /* of a channel of the target */
	/* mean and affine; without images: no baselines */
	struct baseline base;
	/* may be not fitted */
	struct linear linear;
};

struct prediction { /* all-zero is empty */
	/* normalised source, and target in its own units */
	struct pair_view view;
	const char *method[PREDICTION_METHODS];
	size_t n;
	/* channel of the target that the functions below are about; the caller
	 * may set it at any time */
	size_t channel;
	/* the model's, for the whole source, channel by channel; closed if the
	 * source is the prediction */
	struct scratch prediction;
	const struct prediction_baselines *base; /* of each channel */
	/* prediction for another image (method "shuffled"), or NULL */
	const struct prediction *other;
};

/* Reads ROW of P and predicts by M (NULL: the source is the prediction, channel
 * by channel).  B are the baselines of each channel, or NULL.  TILE is as in
 * predict.h.  P, ROW and B must outlive O. The caller closes O. */
int prediction_open(struct prediction *o, const struct manifest *p,
		    const struct pair *row, struct model *m,
		    const struct prediction_baselines *b, size_t tile,
		    struct err *err);
void prediction_close(struct prediction *o);

/* Fills PX with rows Y to Y + ROWS - 1 of the prediction by METHOD, an index of
 * O->method.  Rows count in the part that both images show, as in
 * pair_view_rows, and are view.both.width pixels wide. */
int prediction_rows(const struct prediction *o, size_t method, size_t y,
		    size_t rows, float *px, struct err *err);

/* Fills PX with row Y of the model's prediction for the whole source. */
int prediction_whole(const struct prediction *o, size_t y, float *px,
		     struct err *err);

struct prediction_measures { /* of each method */
	/* NULL: the method predicts nothing */
	struct measure *image[PREDICTION_METHODS];
	struct regions regions[PREDICTION_METHODS];
};

/* Measures each method of O into M, which the caller releases after success.
 * RANGE is the data range.  Measures regions, too, unless THRESHOLD is NAN.  If
 * JOINT is not NULL, adds the pixels of the first method to it. */
int prediction_measure(const struct prediction *o, struct thread_pool *pool,
		       double range, double threshold, struct joint *joint,
		       struct prediction_measures *m, struct err *err);
void prediction_measures_release(struct prediction_measures *m);

#endif
