/*
 * score_leak.h - finds rows whose scores are too good.  Their images helped to
 * train the model, to choose its weights, or to fit the values that turn its
 * predictions back into the target's units.
 *
 * Inside lib/eval only.
 */
#ifndef EVAL_SCORE_LEAK_H
#define EVAL_SCORE_LEAK_H

#include "base/messages.h"
#include "manifest/manifest.h"

struct score_leak_question {
	const struct manifest *run; /* Manifest of the training, or NULL */
	/* Splits of RUN that were trained on and validated on */
	const char *train, *val;
	const struct manifest *scored;
	const char *split; /* Split whose rows are scored; NULL: all rows */
};

struct score_leak { /* all-zero: none */
	/* TRAINED has the digests of the pixels of the TRAINED_N train
	 * sources, sorted.  TOLD is the number of rows that were found only by
	 * these digests, and FIRST is the first such row. */
	struct digest *trained;
	size_t trained_n, told, first;
	/* Reasons of each row of SCORED, one bit for each reason */
	unsigned *reasons;
	size_t n;
};

/* Fill TO with the reasons of each row.  Add a warning to MESSAGES for each
 * reason that occurs.  The reasons are
 *
 *	train			the image, or its target, was trained on
 *	val			the image, or its target, was validated on and
 *				so helped to choose the best weights
 *	train-group, val-group	another image of its group was trained or
 *				validated on
 *	target-fit		predictions are turned back into the target's
 *				units by values that were fitted to this target,
 *				alone or together with others
 *
 * Groups are compared only if the rows come from RUN. */
void score_leak_find(struct score_leak *to, const struct score_leak_question *q,
		     struct messages *messages);

/* Gives L the digests of the pixels of the N train sources (baseline_train).
 * They show if a source is a copy of a train source, under another name or
 * saved again.  Sorts PIXELS, which belongs to L afterwards. */
void score_leak_learn(struct score_leak *l, struct digest *pixels, size_t n);

/* Gives row ROW the reason "train" if PIXELS is the digest of a train source.
 * PIXELS is the digest of the pixels of the source of ROW.  Does nothing before
 * score_leak_learn. */
void score_leak_compare(struct score_leak *l, size_t row,
			const struct digest *pixels);

/* Add a warning to MESSAGES if score_leak_compare has given rows of SCORED the
 * reason "train". */
void score_leak_report_pixels(const struct score_leak *l,
			      const struct manifest *scored,
			      struct messages *messages);
void score_leak_release(struct score_leak *l);

/* Returns the reasons of row ROW, or NULL if there are none.  They are a text,
 * such as "train,target-fit", which the caller frees. */
char *score_leak_text(const struct score_leak *l, size_t row);

#endif
