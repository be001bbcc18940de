/*
 * score_leak.h - finds rows whose scores are too good, since their images
 * helped to train the model, to choose its weights, or to fit the values that
 * turn its predictions back.
 *
 * Inside lib/eval only.
 */
#ifndef EVAL_SCORE_LEAK_H
#define EVAL_SCORE_LEAK_H

#include "base/messages.h"
#include "manifest/earlier.h"
#include "train/trained.h"

struct score_leak_question {
	const struct manifest *run; /* manifest of the training, or NULL */
	/* splits of RUN that were trained and validated on */
	const char *train, *val;
	const struct manifest *scored;
	const char *split; /* split whose rows are scored; NULL: all rows */
	/* what the weights were trained on before the run, or NULL */
	const struct earlier_list *earlier;
};

struct score_leak { /* all-zero: none */
	/* digests of the pixels of the TRAINED_N train sources, sorted */
	struct digest *trained;
	size_t trained_n;
	/* what the weights say of the images that they have seen */
	const struct trained *weights;
	/* rows found only by these digests, trained or validated on: how many,
	 * and the first */
	struct score_leak_found {
		size_t n, first;
	} found[TRAINED_PARTS];
	/* reasons of each scored row, one bit each */
	unsigned *reasons;
	size_t n;
};

/*
 * Fills TO with the reasons of each row, and warns in MESSAGES of each reason
 * that occurs.  The caller releases TO.  The reasons are
 *
 *	train		the image, or its target, was trained on, by the run or
 *			by one from whose weights it started
 *	val		the image, or its target, was validated on, and so
 *			helped to choose the best weights
 *	train-group	another image of its group was trained on
 *	val-group	another image of its group was validated on
 *	target-fit	its prediction is turned back by values that were
 *			fitted to its target, alone or together with others
 *
 * Groups count only if the training has one of the scored images.
 */
void score_leak_find(struct score_leak *to, const struct score_leak_question *q,
		     struct messages *messages);

/* Gives L the digests of the pixels of the N train sources (baseline_train),
 * which L then owns. */
void score_leak_learn(struct score_leak *l, struct digest *pixels, size_t n);

/* Gives row ROW the reason "train" or "val" if the digest PIXELS of its source
 * is that of an image which was trained or validated on, as score_leak_learn or
 * L->weights knows. */
void score_leak_compare(struct score_leak *l, size_t row,
			const struct digest *pixels);

/* Warns in MESSAGES of the rows of SCORED that score_leak_compare found. */
void score_leak_report_pixels(const struct score_leak *l,
			      const struct manifest *scored,
			      struct messages *messages);
void score_leak_release(struct score_leak *l);

/* Returns the reasons of row ROW, such as "train,target-fit", or NULL if there
 * are none.  The caller frees the text. */
char *score_leak_text(const struct score_leak *l, size_t row);

#endif
