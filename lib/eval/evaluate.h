/*
 * evaluate.h - predict, score, write and draw the rows of a manifest.
 */
#ifndef EVAL_EVALUATE_H
#define EVAL_EVALUATE_H

#include "eval/outcome.h"
#include "eval/scores.h"

#define EVALUATE_BY "pearson"	/* what worst and best go by */

struct evaluation {		/* all-zero is empty */
	struct pairs pairs;
	struct pairs trained;	/* what the model was trained on, if that is
				   known and another table */
	const char *split;	/* the rows that count; NULL: all */
	const char *train;	/* the split of the baselines and the range */
	struct pool *pool;	/* not owned */
	struct model model;	/* net NULL: the sources are predictions */
	struct baseline base;	/* no images: none */
	size_t tile;		/* as in predict.h */
	struct strs files;	/* where the prediction of each row goes, as
				   plan_outputs fills it; empty: nowhere */
	enum pixel type;	/* of these files */
	struct scores scores;
	/* What a person should know, and rows done; may be NULL. */
	void (*talk)(void *arg, int warning, const char *text);
	void (*step)(void *arg, size_t done);
	void *arg;
};

/* Read the table MANIFEST (NULL: the training's own, TRAINED, CALLED so in
 * messages) and the weights file WEIGHTS; say when one is normalised and
 * the other not.  TRAINED may be NULL when MANIFEST is not. */
int evaluation_open(struct evaluation *e, const char *manifest,
		    const char *trained, const char *called,
		    const char *weights, struct err *err);

/* After pairs, split, train, pool and model are set: check the split (a
 * manifest without splits counts whole), say which of its images were
 * trained on, plan files in the directory TO (NULL: none), find the range
 * as RANGE says (see range.h) and, if asked, fit the baselines. */
int evaluation_prepare(struct evaluation *e, const char *to,
		       const char *range, int baselines, struct err *err);

/* How many rows count. */
size_t evaluation_count(const struct evaluation *e);

/* Predict each row, add its scores and write its file.  No image is held
 * whole. */
int evaluation_rows(struct evaluation *e, struct err *err);

/* Draw the worst, the median and the best image so far as a PNG. */
int evaluation_panel(struct evaluation *e, const char *path,
		     struct err *err);

/* Say where metrics are undefined, and the scores in a line or two. */
void evaluation_report(const struct evaluation *e);

/* "model" or "prediction": the method that is judged. */
const char *evaluation_method(const struct evaluation *e);

void evaluation_release(struct evaluation *e);

#endif
