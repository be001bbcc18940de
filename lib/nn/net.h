/*
 * net.h - the UNet: its parameters, its predictions, its gradients.
 *
 * The network is the one that the DL@MBL course publishes as dlmbl-unet: two
 * 3x3 convolutions with ReLU at each level, max pooling on the way down,
 * "nearest" upsampling on the way up, skip connections (encoder channels
 * first), and a 1x1 convolution at the end.  Arrays are (n, c, h, w), row by
 * row, float; for a network of ndim 3 they are (n, c, d, h, w), and its kernels
 * and pooled blocks are cubes.
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

/* Returns the network U, which computes on POOL; POOL must outlive it, and the
 * caller frees it with net_free.  The number and the sides of the samples may
 * change from call to call; memory grows to the largest.  Returns NULL with ERR
 * set if U cannot be built, or if this processor cannot run the kernels that
 * XP_CPU names. */
struct net *net_new(const struct unet *u, struct thread_pool *pool,
		    struct err *err);
void net_free(struct net *net);

const struct unet *net_unet(const struct net *net);
size_t net_params(const struct net *net); /* number of tensors */
const struct param *net_param(const struct net *net, size_t i);
size_t net_size(const struct net *net); /* length of the parameter vector */
float *net_weights(struct net *net);	/* parameter vector; belongs to NET */

/* If YES, NET computes by direct convolutions only from now on.  This is
 * slower, but rounding errors are smaller. */
void net_precise(struct net *net, int yes);

/* y (n,out,d',h',w') = net(x (n,in,d,h,w)) for N samples of extent E.  The
 * sides of y are unet_output of those of x, and must not be 0; with ndim 2, d
 * is 1.  The bits of an output pixel depend only on the pixels within
 * unet_reach of it and on its position modulo unet_grid; with "valid" padding,
 * and across slices, on those within unet_context and on its position modulo
 * unet_multiple. */
void net_forward(struct net *net, const float *x, float *y, size_t n,
		 struct extent e);

/* Does net_forward for one plane of H x W, some rows at a time: calls IN for
 * its rows, from the first to the last, and hands those of the prediction to
 * OUT.  The memory taken does not grow with H. */
void net_stream(struct net *net, size_t h, size_t w, planes_rows *in,
		planes_rows *out, void *arg);

/* The same for one stack of extent E, some slices at a time, (c, TO - FROM, h,
 * w).  The memory taken does not grow with the number of slices. */
void net_stream_slices(struct net *net, struct extent e, planes_rows *in,
		       planes_rows *out, void *arg);

/* Returns the mean loss of the network on a batch of N samples X of extent E
 * against the targets Y, which have the sides of the output.  Overwrites GRAD,
 * which is net_size long, with the gradient of this loss with respect to the
 * weights.  The bits do not depend on the number of threads. */
double net_gradient(struct net *net, const struct loss *loss, const float *x,
		    const float *y, float *grad, size_t n, struct extent e);

/* The net_memory functions return how many bytes a network of U takes on
 * THREADS threads; PRECISE is set for a network after net_precise.  U must be
 * one that unet_check accepts.  They lay the network out without memory and
 * count.  This one counts the weights and the forms of them that the kernels
 * read, with those for gradients if GRAD is set. */
double net_memory_weights(const struct unet *u, int precise, int grad);
/* The first one counts the maps of net_gradient for samples of extent E.  The
 * second one counts the gradients with respect to the weights that net_gradient
 * holds at the same time for a batch of N samples. */
double net_memory_gradient(const struct unet *u, int threads, struct extent e,
			   int precise);
double net_memory_sums(const struct unet *u, int threads, size_t n);
/* Counts the maps of net_forward and net_stream, which use the same memory as
 * those of net_gradient. */
double net_memory_forward(const struct unet *u, int threads, struct extent e,
			  int precise);

#endif
