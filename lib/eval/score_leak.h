/*
 * score_leak.h - rows whose scores are too good, since the model, or what turns
 * its predictions back, knows what they show.
 *
 * Inside lib/eval only.
 */
#ifndef EVAL_SCORE_LEAK_H
#define EVAL_SCORE_LEAK_H

#include "base/messages.h"
#include "manifest/manifest.h"

struct score_leak_question {
	const struct manifest *run; /* what was trained on, or NULL */
	const char *train, *val;    /* its rows trained on; validated on */
	const struct manifest *scored;
	const char *split; /* the rows to score; NULL: all */
};

struct score_leak {	   /* all-zero: none */
	unsigned *reasons; /* of each row of SCORED, bits */
	size_t n;
};

/* Fill TO; add a warning for each reason to MESSAGES.
 *
 *	train, val		the image, or the target, was trained on, or
 *				helped to choose the best weights
 *	train-group, val-group	an image of its group was
 *	target-fit		predictions are turned back by values that were
 *				fitted to this target, among others
 *
 * Groups are compared only where the rows stem from RUN. */
void score_leak_find(struct score_leak *to, const struct score_leak_question *q,
		     struct messages *messages);
void score_leak_release(struct score_leak *l);

/* The reasons of row ROW, "train,target-fit", or NULL: none; freed by the
 * caller. */
char *score_leak_text(const struct score_leak *l, size_t row);

#endif
