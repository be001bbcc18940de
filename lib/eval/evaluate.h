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
	/* manifest of the training, if PAIRS is another one */
	struct manifest trained;
	/* what the weights were trained on before this training */
	struct earlier_list earlier;
	const char *split; /* split to score; NULL: all rows */
	/* split whose rows give the baselines and the data range, in TRAINED
	 * or, if that is empty, in PAIRS; NULL: the split that the model was
	 * trained on, or "train" if that is not known */
	const char *train;
	struct thread_pool *pool; /* not owned */
	/* without a net the sources are the predictions */
	struct model model;
	/* of each channel of the targets; fitted by evaluate_prepare; perhaps
	 * without images */
	struct prediction_baselines base[CHANNELS_MOST];
	size_t tile; /* as in predict.h */
	/* file of each row's prediction (output_path_rows), or empty */
	struct strs files;
	enum pixel type; /* type of the pixels in these files */
	/* TIFF dialect of these files */
	enum tiff_dialect dialect;
	int overwrite; /* 1: files may exist already */
	int is_own;    /* 1: the model was trained on PAIRS */
	/* 1: score foreground and background, too */
	int regions;
	/* levels of each channel of the targets, if range or regions need
	 * them */
	struct target_levels levels[CHANNELS_MOST];
	/* 1: the column `repeat` names a second acquisition of each target,
	 * which is scored as a prediction, too (method "repeat") */
	int ceiling;
	/* joint histograms to fill, one for each channel of the targets, or
	 * NULL; not owned */
	struct joint *joint;
	struct score_leak leak;
	/* sources unlike all train sources */
	struct unlike_training unlike;
	struct scores scores;
	/* evaluate_rows scores only part I, counted from 1, of OF parts of the
	 * rows; OF is 0: all rows */
	struct evaluate_part {
		size_t i, of;
	} part;
	/* what the scores depend on (part_made_of), or NULL */
	char *made_of;
	/* the caller may print and empty these at any time */
	struct messages messages;
	/* called after each row with the number of rows done, or NULL */
	void (*step)(void *arg, size_t done);
	void *arg;
};

/* Reads the weights file WEIGHTS, the manifest MANIFEST, and the manifest of
 * the training TRAINED (NULL: not known), which messages call CALLED.  If
 * MANIFEST is NULL, the rows that E has already are scored or, if there are
 * none, those of TRAINED.  If pairs.targetless becomes 1, the caller continues
 * with unscored.h. */
int evaluate_open(struct evaluate *e, const char *manifest, const char *trained,
		  const char *called, const char *weights, struct err *err);

/* Chooses the rows and gives them the normalisation of the training
 * (run_norm.h, also for LATER).  evaluate_prepare calls this. */
int evaluate_choose(struct evaluate *e, char **later, struct err *err);

/* Chooses a file in the directory TO for each row's prediction.
 * evaluate_prepare calls this. */
int evaluate_name_files(struct evaluate *e, const char *to, struct err *err);

/* the baselines to fit */
enum evaluate_baselines {
	EVALUATE_NONE,
	EVALUATE_PLAIN, /* mean, affine */
	/* also linear (linear.h), and shuffled: the model's prediction for the
	 * next scored image of the same size and, if there are groups, of
	 * another group */
	EVALUATE_ALL,
};

/* Gets E ready for evaluate_rows:
 * - chooses the rows; all if the manifest has no splits
 * - gives the rows the normalisation of the training (run_norm.h)
 * - warns of scores that are too good (score_leak.h)
 * - chooses a file for each row in the directory TO, unless TO is NULL
 * - finds the data range by the text RANGE (target_levels.h)
 * - sets the axes of JOINT
 * - fits BASELINES, if there is a net
 * The caller sets all other members before. */
int evaluate_prepare(struct evaluate *e, const char *to, const char *range,
		     enum evaluate_baselines baselines, struct err *err);

/* Returns the number of rows to score, in all parts. */
size_t evaluate_count(const struct evaluate *e);

/* Returns 1 if row I is to be scored, in some part. */
int evaluate_counts(const struct evaluate *e, size_t i);

/* Returns the number of channels of the targets. */
size_t evaluate_channels(const struct evaluate *e);

/* Returns " of target channel 1", or "" if there is but one channel or K is not
 * one of them.  The caller frees it. */
char *evaluate_channel_text(const struct evaluate *e, size_t k);

/* Returns the method that is compared with the baselines: "model", or
 * "prediction" if the sources are the predictions. */
const char *evaluate_method(const struct evaluate *e);

void evaluate_release(struct evaluate *e);

#endif
