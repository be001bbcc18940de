/*
 * score_leak.h - finds rows whose scores are too good, since their images
 * helped to train the model, to choose its weights, or to fit the values that
 * turn its predictions back into the target's units.
 *
 * Inside lib/eval only.
 */
#ifndef EVAL_SCORE_LEAK_H
#define EVAL_SCORE_LEAK_H

#include "base/messages.h"
#include "manifest/manifest.h"

struct score_leak_question {
	const struct manifest *run; /* the manifest of the training, or
				       NULL */
	const char *train, *val;    /* its splits: trained on, validated
				       on */
	const struct manifest *scored;
	const char *split; /* the rows to score; NULL: all */
};

struct score_leak { /* all-zero: none */
	/* digests of the pixels of the train sources, sorted; and the rows that
	 * were found only by these: how many, and the first */
	struct digest *trained;
	size_t trained_n, told, first;
	unsigned *reasons; /* of each row of SCORED, one bit each */
	size_t n;
};

/* Fill TO; add a warning for each reason to MESSAGES.
 *
 *	train			the image, or its target, was trained on
 *	val			the image, or its target, was validated on, so
 *				it helped to choose the best weights
 *	train-group, val-group	another image of its group was trained or
 *				validated on
 *	target-fit		predictions are turned back by values that were
 *				fitted to this target, alone or among others
 *
 * Groups are compared only if the rows come from RUN. */
void score_leak_find(struct score_leak *to, const struct score_leak_question *q,
		     struct messages *messages);
/* Give L the digests of the pixels of the N train sources (baseline_train).
 * They show which sources are copies of train sources under another name or
 * saved again.  Sorts PIXELS, which belongs to L afterwards. */
void score_leak_learn(struct score_leak *l, struct digest *pixels, size_t n);
/* Give row ROW the reason "train" if PIXELS, the digest of the pixels of its
 * source, is that of a train source.  Does nothing before score_leak_learn. */
void score_leak_compare(struct score_leak *l, size_t row,
			const struct digest *pixels);
/* Add a warning to MESSAGES if score_leak_compare has found such rows in
 * SCORED. */
void score_leak_report_pixels(const struct score_leak *l,
			      const struct manifest *scored,
			      struct messages *messages);
void score_leak_release(struct score_leak *l);

/* Returns the reasons of row ROW, such as "train,target-fit", as a text that
 * the caller frees, or NULL if there are none. */
char *score_leak_text(const struct score_leak *l, size_t row);

#endif
