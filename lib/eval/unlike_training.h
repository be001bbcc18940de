/*
 * unlike_training.h - warns of sources that are much brighter, darker or
 * flatter than all train sources, since exposure or bit depth may differ.
 *
 * Inside lib/eval only.
 */
#ifndef EVAL_UNLIKE_TRAINING_H
#define EVAL_UNLIKE_TRAINING_H

#include "base/messages.h"
#include "train/exposure.h"
#include "predict/tile_io.h"

struct unlike_training { /* zeros: none so far */
	/* numbers of unlike sources and of all sources */
	size_t images, rows;
	double most;	    /* largest exposure_distance */
	struct exposure is; /* brightness of the source at this distance */
	int which; /* index of its percentile that is furthest outside */
	char *id;  /* its id */
};

/* Compares SOURCE, which is normalised and has the id ID, with the train
 * sources TRAINED.  Of a large source only some rows are read.  Does nothing if
 * TRAINED has no images. */
int unlike_training_look(struct unlike_training *u,
			 const struct exposure *trained,
			 const struct tile_io *source, const char *id,
			 struct err *err);

/* Warns in MESSAGES if a source was unlike TRAINED. */
void unlike_training_report(const struct unlike_training *u,
			    const struct exposure *trained,
			    struct messages *messages);
void unlike_training_release(struct unlike_training *u);

#endif
