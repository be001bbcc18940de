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

#define EVALUATE_BY "pearson" /* Metric that ranks images from worst to best */

struct evaluate { /* all-zero is empty */
	struct manifest pairs;
	/* Manifest of the run if PAIRS is another manifest, else empty */
	struct manifest trained;
	const char *split; /* Split whose rows are scored; NULL: all rows */
	/* Split whose rows give baselines and range.  They are rows of TRAINED
	 * or, if TRAINED is empty, of PAIRS.  NULL: the split that the model
	 * was trained on or, if that is not known, "train". */
	const char *train;
	struct thread_pool *pool; /* not owned */
	/* Model; net NULL: the sources are the predictions */
	struct model model;
	struct prediction_baselines base; /* Baselines; without images: none */
	size_t tile;			  /* Tile, as in predict.h */
	/* File for the prediction of each row, from output_path_rows; empty:
	 * none is written */
	struct strs files;
	enum pixel type; /* Type of the pixels in these files */
	/* Dialect that says what the pages of these files are */
	enum tiff_dialect dialect;
	int overwrite; /* 1: files that exist are replaced */
	int is_own; /* 1: PAIRS is the manifest that the model was trained on */
	/* 1: foreground and background are scored separately, too */
	int regions;
	/* Levels; filled if range or regions need them */
	struct target_levels levels;
	struct joint *joint; /* Joint histogram to fill, or NULL; not owned */
	struct score_leak leak;
	/* Sources that differ from all train sources of the model */
	struct unlike_training unlike;
	struct scores scores;
	/* Messages; the caller may print and release them at any time */
	struct messages messages;
	/* Called after each row.  DONE is the number of rows scored so far.
	 * May be NULL. */
	void (*step)(void *arg, size_t done);
	void *arg;
};

/* Reads the manifest MANIFEST and the weights file WEIGHTS.  TRAINED is the
 * manifest of the run; messages call the manifest of the run CALLED.  If
 * MANIFEST is NULL, the pairs of E stay as they are.  If E then has no pairs,
 * the pairs of TRAINED are scored.  If pairs.targetless is 1 afterwards,
 * nothing can be scored: see unscored.h. */
int evaluate_open(struct evaluate *e, const char *manifest, const char *trained,
		  const char *called, const char *weights, struct err *err);

/* Chooses the rows, and gives them the normalisation of the training.  LATER is
 * as in run_norm.h.  This is a part of evaluate_prepare. */
int evaluate_choose(struct evaluate *e, char **later, struct err *err);

/* Chooses a file in the directory TO for the prediction of each row. */
int evaluate_name_files(struct evaluate *e, const char *to, struct err *err);

/* The baselines to fit. */
enum evaluate_baselines {
	EVALUATE_NONE,
	EVALUATE_PLAIN, /* mean, affine */
	/* Also linear (linear.h) and shuffled.  Shuffled is the model's
	 * prediction for another image: the next scored image of the same
	 * size and, if there are groups, of another group. */
	EVALUATE_ALL,
};

/* Gets ready for evaluate_rows.  The members pairs, split, train, pool and
 * model must be set.  Checks the split; if the manifest has no splits, all rows
 * are scored.  Gives its rows the normalisation of the training (run_norm.h).
 * Warns of causes of too good scores (score_leak.h).  Chooses files in the
 * directory TO (NULL: no files).  Finds the data range for RANGE, the TEXT of
 * data_range_find.  Fits the BASELINES. */
int evaluate_prepare(struct evaluate *e, const char *to, const char *range,
		     enum evaluate_baselines baselines, struct err *err);

/* Count returns the number of rows to score.  Counts returns 1 if row I is one
 * of them, else 0. */
size_t evaluate_count(const struct evaluate *e);
int evaluate_counts(const struct evaluate *e, size_t i);

/* Predicts each row, adds its scores and writes its file.  No image is held
 * whole in memory. */
int evaluate_rows(struct evaluate *e, struct err *err);

/* Returns the name of the method that is compared with the baselines.  This is
 * "model" or, if the sources are the predictions, "prediction". */
const char *evaluate_method(const struct evaluate *e);

void evaluate_release(struct evaluate *e);

#endif
