/*
 * check_augment.h - C15 of checks.h: whether augmentation treats source and
 * target alike, and is not too strong.
 *
 * Inside lib/train only.
 */
#ifndef TRAIN_CHECK_AUGMENT_H
#define TRAIN_CHECK_AUGMENT_H

#include "train/training.h"

/* Adds the findings of C15 to T->found. */
int check_augment(struct train *t, struct err *err);

#endif
