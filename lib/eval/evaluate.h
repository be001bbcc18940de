/*
 * evaluate.h - predicts, scores and writes the rows of a manifest.
 */
#ifndef EVAL_EVALUATE_H
#define EVAL_EVALUATE_H

#include "base/strs.h"
#include "base/messages.h"
#include "eval/score_leak.h"
#include "eval/prediction.h"
#include "eval/scores.h"
#include "eval/target_levels.h"
#include "eval/unlike_training.h"
#include "image/tiff_write.h"

#define EVALUATE_BY "pearson" /* ranks images from worst to best */

struct evaluate { /* all-zero is empty */
	struct manifest pairs;
	struct manifest trained; /* the manifest of the run, if PAIRS is
				    another one; else empty */
	const char *split;	 /* the rows to score; NULL: all */
	/* The split whose rows give baselines and range: rows of TRAINED, or of
	 * PAIRS if TRAINED is empty.  NULL: the split that the model was
	 * trained on or, if that is not known, "train". */
	const char *train;
	struct thread_pool *pool;	  /* not owned */
	struct model model;		  /* net NULL: the sources are the
				     predictions */
	struct prediction_baselines base; /* without images: none */
	size_t tile;			  /* as in predict.h */
	struct strs files; /* where to write the prediction of each row,
				    from output_path_rows; empty: write none */
	enum pixel type;   /* of the pixels in these files, and how ... */
	enum tiff_dialect dialect; /* ... they say what their pages are */
	int overwrite;		   /* 1: files that exist are replaced */
	int is_own;		   /* PAIRS is what the model was trained on */
	int regions; /* 1: score foreground and background apart, too */
	struct target_levels levels; /* filled if range or regions need it */
	struct joint *joint;	     /* filled unless NULL; not owned */
	struct score_leak leak;
	struct unlike_training
		unlike; /* sources unlike all that the model was trained
				 on */
	struct scores scores;
	struct messages messages; /* the caller may print and release them
				     at any time */
	/* Called after each row: DONE rows are scored.  May be NULL. */
	void (*step)(void *arg, size_t done);
	void *arg;
};

/* Read the manifest MANIFEST and the weights file WEIGHTS.  TRAINED is the
 * manifest of the run, which messages name CALLED.  If MANIFEST is NULL, E's
 * pairs stay as they are or, if there are none, those of TRAINED are scored.
 * If pairs.targetless is 1 then, nothing can be scored: see unscored.h. */
int evaluate_open(struct evaluate *e, const char *manifest, const char *trained,
		  const char *called, const char *weights, struct err *err);

/* Choose the rows, and give them the normalisation of the training (LATER as in
 * run_norm.h).  Part of evaluate_prepare. */
int evaluate_choose(struct evaluate *e, char **later, struct err *err);
/* Choose the file for each row in the directory TO. */
int evaluate_name_files(struct evaluate *e, const char *to, struct err *err);

/* Get ready for evaluate_rows; pairs, split, train, pool and model must be set.
 * Checks the split (if the manifest has no splits, all rows are scored), gives
 * its rows the normalisation of the training (run_norm.h), warns of what
 * flatters the scores (score_leak.h), chooses the files in the directory TO
 * (NULL: no files), finds the data range that RANGE asks for (the TEXT of
 * data_range_find) and fits the BASELINES. */
enum evaluate_baselines {
	EVALUATE_NONE,
	EVALUATE_PLAIN, /* mean, affine */
	EVALUATE_ALL,	/* also linear (linear.h) and shuffled: the model's
			   prediction for the next scored image of the same
			   size and, where there are groups, another group */
};
int evaluate_prepare(struct evaluate *e, const char *to, const char *range,
		     enum evaluate_baselines baselines, struct err *err);

/* Returns the number of rows to score, and whether row I is one of them. */
size_t evaluate_count(const struct evaluate *e);
int evaluate_counts(const struct evaluate *e, size_t i);

/* Predict each row, add its scores and write its file.  No image is held
 * whole in memory. */
int evaluate_rows(struct evaluate *e, struct err *err);

/* Returns the name of the method that is judged against the baselines: "model"
 * or, if the sources are the predictions, "prediction". */
const char *evaluate_method(const struct evaluate *e);

void evaluate_release(struct evaluate *e);

#endif
