/*
 * net.h - the UNet: what it is, its parameters, forward and backward.
 *
 * The network is the one the DL@MBL course publishes as dlmbl-unet:
 * at each level two 3x3 convolutions with ReLU, max pooling down, nearest
 * up, skip connections (encoder channels first), a 1x1 convolution last.
 * Arrays are (n, c, h, w), row by row, float; of a network of ndim 3 they
 * are (n, c, d, h, w), and its kernels and blocks are cubes.
 */
#ifndef NN_NET_H
#define NN_NET_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/thread_pool.h"
#include "kernel/planes.h"
#include "loss/loss.h"
#include "nn/unet.h"

struct param {		  /* one named tensor */
	const char *name; /* "left_convs.0.conv_pass.0.weight" */
	size_t shape[5];  /* (out, in, k, k) or (out, in, k, k, k), or
				   (out), then zeros */
	int dims;
	size_t offset, len; /* in the parameter vector */
};

struct net;

/* The network for patches of up to N x in_channels x H x W on POOL (which
 * must outlive it).  N, H, W may change from call to call; memory grows
 * to the largest.  NULL with ERR when U cannot be built, or this processor
 * cannot run the kernels that XP_CPU names. */
struct net *net_new(const struct unet *u, struct thread_pool *pool,
		    struct err *err);
void net_free(struct net *net);

const struct unet *net_unet(const struct net *net);
size_t net_params(const struct net *net); /* number of tensors */
const struct param *net_param(const struct net *net, size_t i);
size_t net_size(const struct net *net); /* length of the vector */
float *net_weights(struct net *net);	/* the vector; belongs to NET */

/* By the direct convolutions only: slower, with less rounding. */
void net_precise(struct net *net, int yes);

/* y (n,out,d',h',w') = net(x (n,in,d,h,w)) for samples of E, where the sides
 * of y are unet_output of those of x, and not 0; with ndim 2 d is 1.  The bits
 * of an output pixel depend only on the pixels within unet_reach of it and on
 * its position modulo unet_grid; with "valid" padding, and from slice to
 * slice, unet_context and unet_multiple. */
void net_forward(struct net *net, const float *x, float *y, size_t n,
		 struct extent e);

/* net_forward of one plane whose rows pass through: IN is asked for them
 * from the first to the last, some at a time, OUT gets those of the
 * prediction.  Memory does not grow with H. */
void net_stream(struct net *net, size_t h, size_t w, planes_rows *in,
		planes_rows *out, void *arg);

/* Mean loss over the batch and its gradient by the weights into GRAD
 * (net_size long, overwritten); Y has the output's sides.  Same bits for
 * any number of threads. */
double net_gradient(struct net *net, const struct loss *loss, const float *x,
		    const float *y, float *grad, size_t n, struct extent e);

/* Bytes that networks of U (which unet_check accepts) take, found by laying
 * them out without memory.  Their weights, and the forms of them that kernels
 * read, those for gradients too if GRAD, by net_precise if PRECISE: */
double net_memory_weights(const struct unet *u, int precise, int grad);
/* The maps of net_gradient for samples of E, and the gradients by the weights
 * of N samples, as many of them at a time as it has: */
double net_memory_gradient(const struct unet *u, int threads, struct extent e,
			   int precise);
double net_memory_sums(const struct unet *u, int threads, size_t n);
/* The maps of net_forward and net_stream, in whose memory those of
 * net_gradient were: */
double net_memory_forward(const struct unet *u, int threads, struct extent e,
			  int precise);

#endif
