/*
 * tensorboard_train.h - writes the event file of a training while it runs:
 * metrics, histograms of weights and gradients, images.
 *
 * Histograms (weights/NAME and gradients/NAME of each tensor) are of validated
 * steps.  Images (val/ID) are the middles of up to three val pairs: source,
 * target and prediction, side by side.  Both are of the first validation, of
 * the last step, and of the first validation in each 50 steps.  With a large
 * network and small patches they are of fewer validations, so that writing them
 * takes at most a hundredth of the time.
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

/* Adds what is new after a step of T or, if G is not NULL, after a validation,
 * of which G has images. */
int tensorboard_train_add(struct tensorboard_train *b, const struct train *t,
			  const struct glimpses *g, struct err *err);

/* Adds how training ended (SUCCESS 1 or 0) and closes the file. */
void tensorboard_train_close(struct tensorboard_train *b, int success);

#endif
