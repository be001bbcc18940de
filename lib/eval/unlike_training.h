/*
 * unlike_training.h - warns of sources that are much brighter, darker or
 * flatter than all those that a model was trained on: their exposure or bit
 * depth may differ.
 *
 * Inside lib/eval only.
 */
#ifndef EVAL_UNLIKE_TRAINING_H
#define EVAL_UNLIKE_TRAINING_H

#include "base/messages.h"
#include "train/exposure.h"
#include "predict/tile_io.h"

struct unlike_training {     /* all-zero: none so far */
	size_t images, rows; /* sources that are unlike; all looked at */
	double most;	     /* exposure_distance of the farthest one */
	struct exposure is;  /* how bright the farthest one is */
	int which;	     /* its percentile that is farthest out */
	char *id;	     /* what it is called */
};

/* Compare SOURCE, normalised, which messages call ID, with the train sources
 * TRAINED, and count it if it is unlike them.  Of a large source only some of
 * the rows are read, one at a time.  Does nothing if TRAINED has no images. */
int unlike_training_look(struct unlike_training *u,
			 const struct exposure *trained,
			 const struct tile_io *source, const char *id,
			 struct err *err);
/* Add a warning to MESSAGES if any source was unlike those of TRAINED. */
void unlike_training_report(const struct unlike_training *u,
			    const struct exposure *trained,
			    struct messages *messages);
void unlike_training_release(struct unlike_training *u);

#endif
