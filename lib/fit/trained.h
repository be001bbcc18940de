/*
 * trained.h - what a weights file says about its training: which rows it was
 * trained on, how they were normalised, how bright their sources were.
 *
 * In the metadata of the file, each as text and each of them may be missing:
 *
 *	normalised	yes, no
 *	train_split, val_split	labels
 *	source_offset, source_scale	of all train rows; missing where they
 *			differ from row to row
 *	target_offset, target_scale	of all train rows, or the medians of
 *			theirs (target_varies: yes)
 *	source_low, source_high	the 1st, 50th and 99th percentile of each
 *			normalised train source: least and largest of all
 *			sources
 */
#ifndef FIT_TRAINED_H
#define FIT_TRAINED_H

#include "fit/exposure.h"
#include "manifest/manifest.h"
#include "nn/weights.h"

struct trained { /* all-zero: nothing is known */
	char *train_split, *val_split;
	int normalised; /* 1: yes, -1: no, 0: not known */
	struct trained_norm {
		int known;  /* NORM is */
		int varies; /* from row to row: NORM is the median */
		struct norm norm;
	} side[SIDES];
	struct exposure sources;
};

/* Set T's normalised and side from the rows of P whose split is SPLIT; none
 * leaves them not known. */
void trained_norms(struct trained *t, const struct manifest *p,
		   const char *split);

/* Into the metadata of W, and back; a value that is no number is err_data. */
void trained_write(const struct trained *t, struct weights *w);
int trained_read(struct trained *t, const struct weights *w, struct err *err);
void trained_release(struct trained *t);

#endif
