/*
 * evaluate.h - predict, score, write and draw the rows of a manifest.
 */
#ifndef EVAL_EVALUATE_H
#define EVAL_EVALUATE_H

#include "base/strs.h"
#include "base/messages.h"
#include "eval/score_leak.h"
#include "eval/prediction.h"
#include "eval/scores.h"
#include "eval/unlike.h"

#define EVALUATE_BY "pearson" /* ranks images from worst to best */

struct evaluate { /* all-zero is empty */
	struct manifest pairs;
	struct manifest trained; /* the run's own, when PAIRS is another one;
				    else empty */
	const char *split;	 /* the rows to score; NULL: all */
	/* The rows of the training's manifest, else of PAIRS, that give
	 * baselines and range; NULL: those trained on, else "train". */
	const char *train;
	struct thread_pool *pool; /* not owned */
	struct model model;	  /* net NULL: the sources are predictions */
	struct baseline base;	  /* no images: none */
	size_t tile;		  /* as in predict.h */
	struct strs files;	  /* a path for the prediction of each row, from
				    output_path_rows; empty: none is kept */
	enum pixel type;	  /* of these files */
	int is_own;		  /* PAIRS is what the model was trained on */
	struct score_leak leak;
	struct unlike unlike; /* sources that are like none trained on */
	struct scores scores;
	struct messages messages; /* that the caller may print and release at
				     any time */
	void (*step)(void *arg,
		     size_t done); /* DONE rows are scored; may be NULL */
	void *arg;
};

/* Read the manifest MANIFEST (NULL: TRAINED, the run's own, named CALLED in
 * messages) and the weights file WEIGHTS.  TRAINED may be NULL when MANIFEST
 * is not. */
int evaluate_open(struct evaluate *e, const char *manifest, const char *trained,
		  const char *called, const char *weights, struct err *err);

/* With pairs, split, train, pool and model set: check the split (of a manifest
 * without splits all rows are scored), give its rows the normalisation of the
 * training (run_norm.h), warn of what flatters the scores (score_leak.h), plan
 * files in the directory TO (NULL: none), find the range as RANGE says (see
 * data_range.h) and, if BASELINES, fit these. */
int evaluate_prepare(struct evaluate *e, const char *to, const char *range,
		     int baselines, struct err *err);

/* Number of rows to score. */
size_t evaluate_count(const struct evaluate *e);

/* Predict each row, add its scores and write its file.  No image is held
 * whole in memory. */
int evaluate_rows(struct evaluate *e, struct err *err);

/* Add messages: undefined metrics, the mean scores, the worst image, a model
 * that does not beat its baselines. */
void evaluate_report(struct evaluate *e);

/* "model" or "prediction": the method that is judged, not a baseline. */
const char *evaluate_method(const struct evaluate *e);

void evaluate_release(struct evaluate *e);

#endif
