/*
 * unscored.h - predicts sources without targets.
 *
 * A source may be a whole stack or movie (image/series.h).  Its prediction is
 * one file with as many planes.  A network for planes predicts a stack plane by
 * plane, one for stacks all slices of a frame at once.  Memory does not grow
 * with the number of planes.
 */
#ifndef EVAL_UNSCORED_H
#define EVAL_UNSCORED_H

#include "eval/evaluate.h"
#include "image/series.h"

struct unscored { /* all-zero is empty */
	/* rows without targets; not owned */
	struct evaluate *e;
	/* planes of each row; empty: the row is not predicted */
	struct plane_series *series;
	size_t planes; /* number of all planes */
	size_t done;   /* number of planes predicted so far */
	/* rule by which each image is fitted by itself (run_norm.h), or NULL */
	char *rule;
	struct tsv table;
};

/* Chooses the rows of E, gives them the normalisation of the training, reads
 * the headers of their images, and names files in the directory TO.  The caller
 * calls evaluate_open before, and releases U, also after a failure.
 *
 * Fails with err_data
 * - if the normalisation of the training is not known
 * - if an image has not the planes that the network needs (series_find)
 * - if the files are OME-TIFF and an image does not say what its pages are */
int unscored_prepare(struct unscored *u, struct evaluate *e, const char *to,
		     struct err *err);

/*
 * Predicts each row, writes its file, fills U->table, and warns of clipped
 * pixels.  Calls E->step with the number of planes done.  The table has these
 * columns:
 *
 *	id, source
 *	prediction	the file written
 *	channels, slices, frames, width, height, type
 *	source_offset, source_scale, target_offset, target_scale
 *			the normalisation used; the first two are
 *			empty if they differ from plane to plane
 *	low, high, mean	of the prediction
 *	clipped		number of pixels that did not fit the type
 */
int unscored_rows(struct unscored *u, struct err *err);

/* Adds to the messages of E the number of images predicted, if LEFT_OUT is 1
 * also how many rows of other splits than E->split were not, and a warning of
 * unlike sources. */
void unscored_report(struct unscored *u, int left_out);
void unscored_release(struct unscored *u);

#endif
