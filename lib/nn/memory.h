/*
 * memory.h - what a network will take, worked out without making it.
 */
#ifndef NN_MEMORY_H
#define NN_MEMORY_H

#include "nn/net.h"

#define MEMORY_GRAD 1		/* net_gradient too, not net_forward alone */
#define MEMORY_PRECISE 2	/* by net_precise */

/* Bytes of U's network (which unet_check likes) that do not depend on the
 * size of an image, for N samples on THREADS threads. */
double memory_shared(const struct unet *u, int threads, size_t n, int how);
/* Bytes of each thread for samples of H x W: multiples, as net_forward
 * wants them. */
double memory_thread(const struct unet *u, size_t h, size_t w, int how);

#endif
