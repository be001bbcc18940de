/*
 * preview.h - a picture of what a network is trained on.
 */
#ifndef TRAIN_PREVIEW_H
#define TRAIN_PREVIEW_H

#include "train/training.h"

/* Draws the first patches of the training T as a PNG to PATH, a row each:
 * source and target as they are in the image, then as the network sees them.
 * All sources have one range of grey, all targets another; it is printed above
 * each column, and above each row where the patch is from and what was done to
 * it.  Of a stack the middle slice is drawn.  A failure leaves no file
 * behind. */
int preview_write(struct train *t, const char *path, struct err *err);

#endif
