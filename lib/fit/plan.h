/*
 * plan.h - what training will take, worked out beforehand.
 */
#ifndef FIT_PLAN_H
#define FIT_PLAN_H

#include "base/file.h"
#include "fit/train.h"

/* Multiply-adds of a training step on N patches of H x W by direct
 * convolution: forward, and the gradients by weights and by activations,
 * each as dear as that, but none by the patch itself. */
double plan_macs(const struct unet *u, size_t n, size_t h, size_t w);

/* Bytes that training takes, images included; before T has its network
 * too. */
double plan_memory(const struct train *t);

/* 0 when that much memory can be had beside what T has read already, or the
 * system does not say; else err_sys that says what to lower. */
int plan_fits(const struct train *t, struct err *err);

/* All that in a line for people, and as a table `name value`. */
void plan_line(const struct train *t, struct buf *to);
void plan_table(const struct train *t, struct out *to);

#endif
