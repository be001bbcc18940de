/*
 * tensorboard_train.h - the event file of a training, which grows with it:
 * metrics, histograms of weights and gradients, images.
 *
 * Histograms (of each tensor: weights/NAME, gradients/NAME) are of a step that
 * is validated, images of the validation: the middles of up to three pairs as
 * source, target and prediction, side by side (val/ID).  Both are left out if
 * they were written so few steps ago (50, or more for a large network and small
 * patches) that they would take more than a hundredth of the time; those of the
 * last step never are.
 */
#ifndef EXPORT_TENSORBOARD_TRAIN_H
#define EXPORT_TENSORBOARD_TRAIN_H

#include "export/tensorboard_live.h"
#include "train/train.h"

struct tensorboard_train { /* all-zero: no file */
	struct tensorboard_live live;
	int open;
	/* steps of the last histograms and of the last images, plus 1; 0:
	 * none */
	uint64_t counted, seen;
};

/* Begins the event file as tensorboard_live_open does, named by ID. */
int tensorboard_train_open(struct tensorboard_train *b, const char *dir,
			   const char *id, const struct json *settings,
			   int resumed, struct err *err);

/* Adds what is new: after a step of T if G is NULL, else after a validation of
 * which G has images. */
int tensorboard_train_add(struct tensorboard_train *b, const struct train *t,
			  const struct glimpses *g, struct err *err);

/* Adds how training ended, SUCCESS 1 or 0, and closes the file. */
void tensorboard_train_close(struct tensorboard_train *b, int success);

#endif
