/*
 * outcome.h - one image pair, what the model made of it and what the
 * baselines would have, all in the target's own units.
 */
#ifndef EVAL_OUTCOME_H
#define EVAL_OUTCOME_H

#include "fit/baseline.h"
#include "fit/model.h"
#include "image/overlap.h"

enum { OUTCOME_METHODS = 3 };	/* the model first, then the baselines */

struct outcome {		/* all-zero is empty */
	struct image source;	/* normalised */
	struct image target;	/* in its own units */
	const char *method[OUTCOME_METHODS];
	float *px[OUTCOME_METHODS];
	size_t n;
	struct overlap both;	/* what source and target show */
};

/* Read ROW of P and predict.  M NULL: the source is the prediction, which
 * lies on disk.  B without images: no baselines.  TILE as in predict.h.
 * Predictions are of the whole source, where it lies. */
int outcome_read(struct outcome *o, const struct pairs *p,
		 const struct pair *row, struct model *m,
		 const struct baseline *b, size_t tile, struct err *err);
/* Cut all images to what source and target show: scores count nothing
 * else. */
void outcome_cut(struct outcome *o);
void outcome_release(struct outcome *o);

#endif
