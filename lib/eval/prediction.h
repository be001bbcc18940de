/*
 * prediction.h - one image pair, what the model made of it and what the
 * baselines would have, all in the target's own units.
 *
 * Nothing is held whole but the prediction, and that in a file where it is
 * large (base/scratch.h); rows come out as they are asked for.
 */
#ifndef EVAL_PREDICTION_H
#define EVAL_PREDICTION_H

#include "base/scratch.h"
#include "eval/baseline.h"
#include "fit/model.h"
#include "manifest/pair_view.h"
#include "metric/measure.h"

enum { OUTCOME_METHODS = 3 }; /* the model first, then the baselines */

struct prediction {	       /* all-zero is empty */
	struct pair_view view; /* source normalised, target in its own units */
	const char *method[OUTCOME_METHODS];
	size_t n;
	struct scratch prediction; /* of the whole source, where it lies;
					   closed: it is the source */
	const struct baseline *base;
};

/* Read ROW of P and predict.  M NULL: the source is the prediction, which
 * lies on disk.  B without images: no baselines.  TILE as in predict.h.  P,
 * ROW and B must outlive O. */
int prediction_open(struct prediction *o, const struct manifest *p,
		    const struct pair *row, struct model *m,
		    const struct baseline *b, size_t tile, struct err *err);
void prediction_close(struct prediction *o);

/* Of what both images show, view.both.width wide, ROWS rows from number Y
 * on: what METHOD made of it; pair_view_rows has source and target. */
int prediction_rows(const struct prediction *o, size_t method, size_t y,
		    size_t rows, float *px, struct err *err);
/* A row of the model's whole prediction. */
int prediction_whole(const struct prediction *o, size_t y, float *px,
		     struct err *err);

/* Measure each of the N methods, with RANGE, into M: freed by the caller
 * when this succeeds. */
int prediction_measure(const struct prediction *o, struct thread_pool *pool,
		       double range, struct measure **m, struct err *err);

#endif
