/*
 * prediction.h - one image pair with the predictions of the model and of the
 * baselines, all in the target's own units.
 *
 * Only the model's prediction is held whole, a large one in a file
 * (file/scratch.h); all else is read or computed when rows are asked for.
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

enum { PREDICTION_METHODS = 5 }; /* the model first, then the baselines */

struct prediction_baselines {
	struct baseline base; /* without images: there are no baselines */
	struct linear linear; /* not fitted: only mean and affine */
};

struct prediction {	       /* all-zero is empty */
	struct pair_view view; /* source normalised, target in its own units */
	const char *method[PREDICTION_METHODS];
	size_t n;
	struct scratch prediction; /* for the whole source; closed if the
				      source is the prediction */
	const struct prediction_baselines *base;
	/* the prediction for another image, which is compared with this target,
	 * too; NULL if there is none */
	const struct prediction *other;
};

/* Read ROW of P and predict.  M NULL: the row's source is a prediction made
 * earlier.  B may be NULL: no baselines.  TILE as in model.h.  P, ROW and B
 * must outlive O. */
int prediction_open(struct prediction *o, const struct manifest *p,
		    const struct pair *row, struct model *m,
		    const struct prediction_baselines *b, size_t tile,
		    struct err *err);
void prediction_close(struct prediction *o);

/* Get ROWS rows, from row Y on, of METHOD's prediction in the part that both
 * images show (view.both.width pixels wide); pair_view_rows gives source and
 * target. */
int prediction_rows(const struct prediction *o, size_t method, size_t y,
		    size_t rows, float *px, struct err *err);
/* Get row Y of the model's whole prediction. */
int prediction_whole(const struct prediction *o, size_t y, float *px,
		     struct err *err);

struct prediction_measures { /* of each method */
	/* NULL for a method that predicts nothing. */
	struct measure *image[PREDICTION_METHODS];
	struct regions regions[PREDICTION_METHODS];
};

/* Measure each of the N methods with RANGE, and its regions unless THRESHOLD is
 * NAN, into M; on success the caller releases it.  Count the pixels of the
 * first method in JOINT unless that is NULL. */
int prediction_measure(const struct prediction *o, struct thread_pool *pool,
		       double range, double threshold, struct joint *joint,
		       struct prediction_measures *m, struct err *err);
void prediction_measures_release(struct prediction_measures *m);

#endif
