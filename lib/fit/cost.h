/*
 * cost.h - what a training step takes, worked out beforehand.
 */
#ifndef FIT_COST_H
#define FIT_COST_H

#include "nn/net.h"

/* Multiply-adds of U for N images of H x W, by direct convolution.
 * Training adds the gradients by weights and by activations, each as
 * dear as the forward pass, but none by the image itself. */
double cost_forward(const struct unet *u, size_t n, size_t h, size_t w);
double cost_step(const struct unet *u, size_t n, size_t h, size_t w);

/* Weights and biases of U. */
double cost_weights(const struct unet *u);

/* Bytes that training on batches of N x H x W takes beside the images: an
 * estimate, of the right size only. */
double cost_memory(const struct unet *u, size_t n, size_t h, size_t w);

#endif
