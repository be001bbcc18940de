/*
 * memory.h - what a network will take, worked out without making it.
 */
#ifndef NN_MEMORY_H
#define NN_MEMORY_H

#include "nn/net.h"

/* Bytes of U's network (which unet_check likes) and its forms that the
 * kernels read, those for gradients too if GRAD, by net_precise if PRECISE. */
double memory_net(const struct unet *u, int precise, int grad);
/* What net_gradient takes beside that, and beside gradients, for samples of
 * H x W: multiples. */
double memory_gradient(const struct unet *u, int threads, size_t h, size_t w,
		       int precise);
/* What net_stream and net_forward take beside memory_net; then net_gradient
 * takes nothing. */
double memory_stream(const struct unet *u, int threads, size_t h, size_t w,
		     int precise);
/* Both for a network of ndim 3 and samples of E, with gradients if GRAD. */
double memory_volume(const struct unet *u, int threads, struct extent e,
		     int precise, int grad);

#endif
