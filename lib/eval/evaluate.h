/*
 * evaluate.h - predict, score, write and draw the rows of a manifest.
 */
#ifndef EVAL_EVALUATE_H
#define EVAL_EVALUATE_H

#include "base/strs.h"
#include "base/messages.h"
#include "eval/prediction.h"
#include "eval/scores.h"

#define EVALUATE_BY "pearson" /* what worst and best go by */

struct evaluate { /* all-zero is empty */
	struct manifest pairs;
	struct manifest trained;  /* what the model was trained on, if that is
				   known and another table */
	const char *split;	  /* the rows that count; NULL: all */
	const char *train;	  /* the split of the baselines and the range */
	struct thread_pool *pool; /* not owned */
	struct model model;	  /* net NULL: the sources are predictions */
	struct baseline base;	  /* no images: none */
	size_t tile;		  /* as in predict.h */
	struct strs files;	  /* where the prediction of each row goes, as
				   output_path_rows fills it; empty: nowhere */
	enum pixel type;	  /* of these files */
	struct scores scores;
	struct messages messages; /* that the caller may print and release at
				     any time */
	void (*step)(void *arg, size_t done); /* DONE rows are; may be NULL */
	void *arg;
};

/* Read the table MANIFEST (NULL: the training's own, TRAINED, CALLED so in
 * messages) and the weights file WEIGHTS; say when one is normalised and
 * the other not.  TRAINED may be NULL when MANIFEST is not. */
int evaluate_open(struct evaluate *e, const char *manifest, const char *trained,
		  const char *called, const char *weights, struct err *err);

/* After pairs, split, train, pool and model are set: check the split (a
 * manifest without splits counts whole), say which of its images were
 * trained on, plan files in the directory TO (NULL: none), find the range
 * as RANGE says (see data_range.h) and, if asked, fit the baselines. */
int evaluate_prepare(struct evaluate *e, const char *to, const char *range,
		     int baselines, struct err *err);

/* How many rows count. */
size_t evaluate_count(const struct evaluate *e);

/* Predict each row, add its scores and write its file.  No image is held
 * whole. */
int evaluate_rows(struct evaluate *e, struct err *err);

/* Say where metrics are undefined, and the scores in a line or two. */
void evaluate_report(struct evaluate *e);

/* "model" or "prediction": the method that is judged. */
const char *evaluate_method(const struct evaluate *e);

void evaluate_release(struct evaluate *e);

#endif
