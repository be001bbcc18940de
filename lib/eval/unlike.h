/*
 * unlike.h - sources that are much brighter, darker or flatter than all that a
 * model was trained on: another exposure, another range of bits.
 *
 * Inside lib/eval only.
 */
#ifndef EVAL_UNLIKE_H
#define EVAL_UNLIKE_H

#include "base/messages.h"
#include "fit/exposure.h"
#include "manifest/pair_view.h"

struct unlike { /* all-zero: none so far */
	size_t images, rows;
	double most;	    /* how far the farthest is out: exposure_distance */
	struct exposure is; /* its own */
	int which;
	char *id;
};

/* Look at the source of V, of the pair ID, some rows of it where it is large.
 * TRAINED without images: nothing is known, and nothing is done. */
int unlike_look(struct unlike *u, const struct exposure *trained,
		const struct pair_view *v, const char *id, struct err *err);
/* A warning when there was any. */
void unlike_report(const struct unlike *u, const struct exposure *trained,
		   struct messages *messages);
void unlike_release(struct unlike *u);

#endif
