/*
 * unlike_training.h - warns of sources that are much brighter, darker or
 * flatter than all train sources of a model.  Their exposure or bit depth may
 * differ.
 *
 * Inside lib/eval only.
 */
#ifndef EVAL_UNLIKE_TRAINING_H
#define EVAL_UNLIKE_TRAINING_H

#include "base/messages.h"
#include "train/exposure.h"
#include "predict/tile_io.h"

struct unlike_training { /* All-zero: none so far */
	/* Number of sources that differ, and of all sources looked at */
	size_t images, rows;
	double most;	    /* Largest exposure_distance of a source */
	struct exposure is; /* Brightness of the source at this distance */
	int which; /* Index of the percentile that is farthest outside */
	char *id;  /* Id of this source */
};

/* Compares SOURCE, which is normalised, with the train sources TRAINED.  Counts
 * SOURCE if it differs from them.  Messages call SOURCE ID.  If SOURCE is
 * large, only some of its rows are read, one at a time.  Does nothing if
 * TRAINED has no images. */
int unlike_training_look(struct unlike_training *u,
			 const struct exposure *trained,
			 const struct tile_io *source, const char *id,
			 struct err *err);

/* Add a warning to MESSAGES if any source differs from TRAINED. */
void unlike_training_report(const struct unlike_training *u,
			    const struct exposure *trained,
			    struct messages *messages);
void unlike_training_release(struct unlike_training *u);

#endif
