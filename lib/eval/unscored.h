/*
 * unscored.h - predicts sources without targets.  This is the purpose of a
 * trained network.
 *
 * A source may be a whole stack or movie (image/series.h).  Its prediction is
 * then one file with the same number of planes.  A network for planes predicts
 * a stack plane by plane.  A network for stacks takes all slices of a frame at
 * once.  Memory does not grow with the number of planes.
 */
#ifndef EVAL_UNSCORED_H
#define EVAL_UNSCORED_H

#include "eval/evaluate.h"
#include "image/series.h"

struct unscored { /* all-zero is empty */
	/* Evaluation; not owned.  Its pairs are targetless. */
	struct evaluate *e;
	/* Planes of each row; empty if the row is not predicted */
	struct plane_series *series;
	size_t planes; /* Number of all planes */
	size_t done;   /* Number of planes predicted so far */
	/* Rule that fits each image by itself, or NULL (run_norm.h) */
	char *rule;
	struct tsv table;
};

/* Chooses the rows of E, gives them the normalisation of the training, looks at
 * the headers of their images, and name the files in the directory TO.  Call
 * this after evaluate_open.  Fails with err_data if a prediction would have to
 * guess: if the normalisation of the training is not known, if an image has
 * several channels, or if a network for stacks gets a plane.  The caller
 * releases U, also after a failure. */
int unscored_prepare(struct unscored *u, struct evaluate *e, const char *to,
		     struct err *err);

/* Predicts each row and writes its file.  Calls E->step with the number of
 * planes done.  Fills U->table.  The columns are id, source, prediction (the
 * file), channels, slices, frames, width, height, type, the normalisation used,
 * low, high, mean (of the prediction) and clipped (number of pixels that did
 * not fit the type of the file).  The columns source_offset and source_scale
 * are empty if they differ from plane to plane. */
int unscored_rows(struct unscored *u, struct err *err);

/* Add messages about predictions that were written, pixels that were clipped,
 * and sources that differ from the train sources. */
void unscored_report(struct unscored *u);
void unscored_release(struct unscored *u);

#endif
