/*
 * trained.h - what a weights file says about its training: which rows it was
 * trained on, how they were normalised, how bright their sources were.
 *
 * It is in the metadata of the file, as texts, each of which may be missing:
 *
 *	normalised	yes, no
 *	train_split, val_split	labels
 *	source_offset, source_scale	of all train rows; missing if they
 *			differ from row to row
 *	target_offset, target_scale	of all train rows or, if they differ
 *			from row to row (target_varies: yes), their medians
 *	source_rule	if they differ since each train source was normalised by
 *			itself: the rule, as fit_rule_text writes it
 *	source_low, source_high	the least and the largest 1st, 50th and 99th
 *			percentile of the normalised train sources
 */
#ifndef TRAIN_TRAINED_H
#define TRAIN_TRAINED_H

#include "train/exposure.h"
#include "manifest/manifest.h"
#include "nn/weights.h"

struct trained { /* all-zero: nothing is known */
	char *train_split, *val_split, *source_rule;
	int normalised; /* 1: yes, -1: no, 0: not known */
	struct trained_norm {
		int known;  /* NORM is known */
		int varies; /* from row to row: NORM has the medians */
		struct norm norm;
	} side[SIDES];
	struct exposure sources;
};

/* Set T's normalised, side and source_rule from the rows of P whose split is
 * SPLIT; what they do not say stays as it is. */
void trained_norms(struct trained *t, const struct manifest *p,
		   const char *split);

/* Write T into the metadata of W, or read it from there; err_data if a value
 * that should be a number is not one. */
void trained_write(const struct trained *t, struct weights *w);
int trained_read(struct trained *t, const struct weights *w, struct err *err);
void trained_release(struct trained *t);

#endif
