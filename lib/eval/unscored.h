/*
 * unscored.h - predicts sources that have no targets: what a trained network
 * is for.
 *
 * A source may be a whole stack or movie (image/series.h), and its prediction
 * is one file of as many planes.  A network for planes predicts a stack plane
 * by plane, one for stacks takes all slices of a frame at once.  Memory does
 * not grow with the number of planes.
 */
#ifndef EVAL_UNSCORED_H
#define EVAL_UNSCORED_H

#include "eval/evaluate.h"
#include "image/series.h"

struct unscored {	    /* all-zero is empty */
	struct evaluate *e; /* not owned; its pairs are targetless */
	struct plane_series
		*series; /* of each row; empty if it is not predicted */
	size_t planes;	 /* of all; done: those predicted */
	size_t done;
	char *rule; /* fits each image by itself, or NULL (run_norm.h) */
	struct tsv table;
};

/* After evaluate_open: choose the rows of E, give them the normalisation of the
 * training, look at the headers of their images, and name the files in the
 * directory TO.  What a prediction would have to guess is err_data: a training
 * of which the normalisation is not known, an image of several channels, a
 * plane for a network of stacks.  The caller releases U, also after a
 * failure. */
int unscored_prepare(struct unscored *u, struct evaluate *e, const char *to,
		     struct err *err);
/* Predict each row and write its file; E->step is told of planes.  Fills
 * U->table: id, source, prediction (the file), channels, slices, frames, width,
 * height, type, the normalisation used (source_offset and _scale are empty if
 * they differ from plane to plane), low, high, mean (of what was predicted) and
 * clipped (pixels that did not fit the type of the file). */
int unscored_rows(struct unscored *u, struct err *err);
/* Add messages: what was written, what was clipped, sources that are unlike
 * those of the training. */
void unscored_report(struct unscored *u);
void unscored_release(struct unscored *u);

#endif
