/*
 * prediction.h - one image pair with the predictions of the model and of the
 * baselines, all in the target's own units.
 *
 * Only the model's prediction is held whole; a large one is in a file
 * (file/scratch.h).  Everything else is read or computed when rows are asked
 * for.
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

/* Number of methods: the model first, then the baselines */
enum { PREDICTION_METHODS = 5 };

struct prediction_baselines {
	/* Mean and affine; without images: there are no baselines */
	struct baseline base;
	/* Linear filter; not fitted: there are only mean and affine */
	struct linear linear;
};

struct prediction { /* all-zero is empty */
	/* The pair: a normalised source, and a target in its own units */
	struct pair_view view;
	const char *method[PREDICTION_METHODS];
	size_t n;
	/* Prediction for the whole source; closed if the source is the
	 * prediction */
	struct scratch prediction;
	const struct prediction_baselines *base;
	/* Prediction for another image, or NULL.  It is compared with the
	 * target of this image, too. */
	const struct prediction *other;
};

/* Read ROW of P and predict.  If M is NULL, the source of the row is a
 * prediction made earlier.  If B is NULL, there are no baselines.  TILE is as
 * in model.h.  P, ROW and B must outlive O. */
int prediction_open(struct prediction *o, const struct manifest *p,
		    const struct pair *row, struct model *m,
		    const struct prediction_baselines *b, size_t tile,
		    struct err *err);
void prediction_close(struct prediction *o);

/* Fills PX with ROWS rows of METHOD's prediction, from row Y on.  Rows are
 * those of the part that both images show; they are view.both.width pixels
 * wide.  Use pair_view_rows for the same rows of source and target. */
int prediction_rows(const struct prediction *o, size_t method, size_t y,
		    size_t rows, float *px, struct err *err);

/* Fills PX with row Y of the model's whole prediction. */
int prediction_whole(const struct prediction *o, size_t y, float *px,
		     struct err *err);

struct prediction_measures { /* Measures of each method */
	/* NULL for a method that predicts nothing. */
	struct measure *image[PREDICTION_METHODS];
	struct regions regions[PREDICTION_METHODS];
};

/* Measure each of the N methods into M, with the data range RANGE.  On success
 * the caller releases M.  Measures the regions, too, unless THRESHOLD is NAN.
 * Counts the pixels of the first method in JOINT unless JOINT is NULL. */
int prediction_measure(const struct prediction *o, struct thread_pool *pool,
		       double range, double threshold, struct joint *joint,
		       struct prediction_measures *m, struct err *err);
void prediction_measures_release(struct prediction_measures *m);

#endif
