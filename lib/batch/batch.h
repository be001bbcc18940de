/*
 * batch.h - batches of patches drawn from a manifest.
 *
 * The seed, the step and its number in the step determine a patch: an image of
 * the split, a place in it, a flip, quarter turns, in a stack whether the
 * slices are reversed, and augmentations (augment/augment.h).  Source and
 * target are treated alike.  All images are equally likely, whatever their
 * size, and so are all places in an image.
 *
 * Some patches may be placed so that a pixel of foreground is in their middle
 * half, if the edge permits.  For these, images with foreground are equally
 * likely, and so are the pixels that are kept of it (foreground.h).
 */
#ifndef BATCH_BATCH_H
#define BATCH_BATCH_H

#include "augment/augment.h"
#include "batch/foreground.h"
#include "batch/samples.h"

struct batch;

struct batch_options {
	const char *split;
	size_t patch, batch; /* pixels a side; patches a batch */
	uint64_t seed;
	int flip, turn; /* 1: patches are flipped, turned */
	size_t slices;	/* slices of a patch; 0: patches are planes */
	/* those of the manifest; 0 counts as 1 */
	size_t channels[SIDES];
	/* number of batches in a step */
	size_t parts;
	/* all patches are the first ONLY ones of step 0; 0: each step has new
	 * ones */
	size_t only;
	struct augment_list augment;
	/* share of the patches placed on foreground, from 0 to 1 */
	double foreground;
};

/* How far a patch is made. */
enum batch_stage {
	BATCH_PLAIN,	 /* as it is in the image */
	BATCH_TURNED,	 /* flipped and turned */
	BATCH_MOVED,	 /* its pixels moved by augmentations, too */
	BATCH_AUGMENTED, /* its values changed, too: for training */
	/* as BATCH_MOVED, but the target is the source once more */
	BATCH_TWICE
};

/* Returns a source of patches from the split.  The caller frees it with
 * batch_free.  Adds the images of the split to C.  P, C and the texts of O must
 * outlive the result.  Returns NULL with err_data if no row has the split, if
 * an image cannot be opened, or if it is smaller than the patch. */
struct batch *batch_new(const struct manifest *p, struct cache *c,
			const struct batch_options *o, struct err *err);
void batch_free(struct batch *b);

/* Says what mean and standard deviation a channel of the normalised train
 * sources has, from which augmentations take their units.  Until then these are
 * 0 and 1. */
void batch_set_sources(struct batch *b, size_t channel, double mean, double sd);

/* Finds the foreground, the normalised targets above THRESHOLD, which has one
 * of each channel, on which patches are placed from then on.  Fails as
 * foreground_find does. */
int batch_find_foreground(struct batch *b, const double *threshold,
			  struct thread_pool *pool, struct err *err);

/* Returns the share of all pixels that are foreground. */
double batch_foreground(const struct batch *b);

/* Returns how many of the first N patches are placed on foreground. */
size_t batch_on_foreground(const struct batch *b, size_t n);

/* Fills X and Y with source and target of patch I of step STEP; both count from
 * 0.  Each is (channels, patch, patch) or (channels, slices, patch, patch).
 * ROOM is scratch memory of batch_room floats.  Several threads may call this
 * at once.  Fails as samples_read does. */
int batch_patch(const struct batch *b, uint64_t step, size_t i, float *room,
		float *x, float *y, struct err *err);
size_t batch_room(const struct batch_options *o);

/* Fills X and Y like batch_patch, up to STAGE.  *BEYOND, unless NULL, becomes
 * the share of pixels that lie beyond the image's edge. */
int batch_stage(const struct batch *b, uint64_t step, size_t i,
		enum batch_stage stage, float *room, float *x, float *y,
		double *beyond, struct err *err);

/* Returns 1 if the slices of patch I of STEP are reversed. */
int batch_reversed(const struct batch *b, uint64_t step, size_t i);

/* Fills X and Y with the first batch of STEP: (batch, channels, patch, patch)
 * or (batch, channels, slices, patch, patch).  Fails as samples_read does. */
int batch_draw(const struct batch *b, uint64_t step, float *x, float *y,
	       struct err *err);

/* Returns a hash of ids, places, turns and augmentations of the patches of
 * STEP. */
uint64_t batch_fingerprint(const struct batch *b, uint64_t step);

/* Adds a row to T for each patch of STEP, which counts from 0 (in the table
 * from 1): step, patch, id, source, target, y, x, side, slice (for stacks),
 * flip, quarter turns, augmentations (if any), whether it is placed on
 * foreground (if some are), least and largest normalised value of source and of
 * target.  Fails as samples_read does. */
int batch_describe(const struct batch *b, uint64_t step, struct tsv *t,
		   struct err *err);

/* Returns the number of patches of a step. */
size_t batch_patches(const struct batch_options *o);

/* Returns the number of pixels in a patch. */
size_t batch_len(const struct batch_options *o);

/* Returns the number of values of SIDE of a patch: its pixels, times its
 * channels. */
size_t batch_values(const struct batch_options *o, enum side side);
const struct batch_options *batch_options(const struct batch *b);

/* Returns the images that patches are cut from; B owns them. */
struct samples *batch_samples(struct batch *b);

/* Returns the number of steps in an epoch: the fewest whose patches have as
 * many pixels as the images of the split. */
uint64_t batch_epoch(const struct batch *b);

#endif
