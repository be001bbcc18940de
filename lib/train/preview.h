/*
 * preview.h - draws what a network is trained on.
 */
#ifndef TRAIN_PREVIEW_H
#define TRAIN_PREVIEW_H

#include "train/training.h"

/* Draws the first eight patches of T as a PNG to PATH, a row each: source and
 * target as in the image, then as the network sees them.  Of a stack the middle
 * slice is drawn.  All sources have one range of grey, all targets another,
 * printed above the columns.  Above each row stands where the patch is from and
 * how it was augmented.  A failure leaves no file. */
int preview_write(struct train *t, const char *path, struct err *err);

#endif
