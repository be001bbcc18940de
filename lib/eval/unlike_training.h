/*
 * unlike_training.h - warns of sources that are unlike all train sources: much
 * brighter, darker or flatter, since exposure or bit depth may differ; with
 * much larger or smaller pixels; or with channels in another order.
 *
 * Inside lib/eval only.
 */
#ifndef EVAL_UNLIKE_TRAINING_H
#define EVAL_UNLIKE_TRAINING_H

#include "base/messages.h"
#include "manifest/channel_names.h"
#include "manifest/pair_view.h"
#include "train/exposure.h"
#include "train/trained.h"
#include "predict/tile_io.h"

struct unlike_training { /* zeros: none so far */
	/* numbers of unlike sources and of all sources */
	size_t images, rows;
	double most;	    /* largest exposure_distance */
	struct exposure is; /* brightness of the source at this distance */
	int which; /* index of its percentile that is furthest outside */
	size_t channel, channels; /* which channel it is, and of how many */
	char *id;		  /* its id */
	struct unlike_pixels {
		/* numbers of sources that differ, and of all with a pitch */
		size_t images, rows;
		double most;	       /* how many times, at most */
		struct pixel_pitch is; /* of the source with MOST */
		char *source;	       /* its reference */
	} pixels;
	struct channel_names names[SIDES];
};

/* Compares the channels of SOURCE, which is normalised and called ID (NULL:
 * each as in CHANNEL), with those of the train sources TRAINED, an array.
 * Reads only some rows of a large one.  Does nothing if TRAINED has no
 * images. */
int unlike_training_look(struct unlike_training *u,
			 const struct exposure *trained,
			 const struct tile_io *source,
			 const struct channel *channel, const char *id,
			 struct err *err);

/* Compares the names of the channels of SIDE of ROW, which are in C from image
 * FIRST on, with those of TRAINED. */
void unlike_training_names(struct unlike_training *u,
			   const struct trained *trained, const struct cache *c,
			   const struct manifest *p, const struct pair *row,
			   enum side side, size_t first);

/* Compares IS, the pitch of the reference SOURCE, with TRAINED, that of the
 * train sources.  Does nothing if one is unknown. */
void unlike_training_pixels(struct unlike_training *u,
			    const struct pixel_pitch *trained,
			    const struct pixel_pitch *is, const char *source);

/* Does both for the images of V. */
void unlike_training_view(struct unlike_training *u,
			  const struct trained *trained,
			  const struct pair_view *v);

/* Warns in MESSAGES, once, if pitches differed from TRAINED. */
void unlike_training_report_pixels(struct unlike_training *u,
				   const struct pixel_pitch *trained,
				   struct messages *messages);

/* Warns in MESSAGES if sources differed from those of TRAINED, in any way that
 * was not reported before. */
void unlike_training_report(struct unlike_training *u,
			    const struct trained *trained,
			    struct messages *messages);
void unlike_training_release(struct unlike_training *u);

#endif
