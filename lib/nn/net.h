/*
 * net.h - the UNet: its parameters, its predictions, its gradients.
 *
 * The network is the one that the DL@MBL course publishes as dlmbl-unet: two
 * 3x3 convolutions with ReLU at each level, max pooling on the way down,
 * "nearest" upsampling on the way up, skip connections (encoder channels
 * first), and a 1x1 convolution at the end.  Arrays of float are (n, c, h, w),
 * row by row.  For a network of ndim 3 they are (n, c, d, h, w); its kernels
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

struct param {		  /* a named tensor */
	const char *name; /* "left_convs.0.conv_pass.0.weight" */
	/* Sides (out, in, k, k), (out, in, k, k, k) or (out), then zeros */
	size_t shape[5];
	int dims;
	size_t offset, len; /* Place in the parameter vector */
};

struct net;

/* Returns the network U, which the caller frees with net_free.  Returns NULL
 * with ERR set if U cannot be built, or if this processor cannot run the
 * kernels that XP_CPU names.  The network computes on POOL, which must outlive
 * it.  The number and the sides of the samples may change from call to call.
 * The memory grows to the needs of the largest call. */
struct net *net_new(const struct unet *u, struct thread_pool *pool,
		    struct err *err);
void net_free(struct net *net);

const struct unet *net_unet(const struct net *net);
size_t net_params(const struct net *net); /* Number of tensors */
const struct param *net_param(const struct net *net, size_t i);
size_t net_size(const struct net *net); /* Length of the parameter vector */
float *net_weights(struct net *net);	/* Parameter vector; belongs to NET */

/* If YES, NET computes by direct convolutions only from now on.  This is
 * slower, but rounding errors are smaller. */
void net_precise(struct net *net, int yes);

/* y (n,out,d',h',w') = net(x (n,in,d,h,w)) for N samples of extent E.  With
 * ndim 2, d is 1.  Each side of y is unet_output of the side of x, and must
 * not be 0.  The bits of an output pixel depend only on its position modulo
 * unet_grid and on the pixels within unet_reach of it.  With "valid" padding,
 * and across slices, they depend on its position modulo unet_multiple and on
 * the pixels within unet_context of it. */
void net_forward(struct net *net, const float *x, float *y, size_t n,
		 struct extent e);

/* Does what net_forward does for one plane of H x W, some rows at a time.
 * Calls IN for the rows of the input, from the first to the last.  Calls OUT
 * with the rows of the prediction.  The memory does not grow with H. */
void net_stream(struct net *net, size_t h, size_t w, planes_rows *in,
		planes_rows *out, void *arg);

/* Does what net_forward does for one stack of extent E, some slices at a time.
 * IN and OUT are called as by net_stream, with arrays (c, TO - FROM, h, w).
 * The memory does not grow with the number of slices. */
void net_stream_slices(struct net *net, struct extent e, planes_rows *in,
		       planes_rows *out, void *arg);

/* Returns the mean loss of the network on a batch of N samples X of extent E.
 * Y has the targets, with the sides of the output.  GRAD becomes the gradient
 * of this loss with respect to the weights, net_size floats.  The bits do not
 * depend on the number of threads. */
double net_gradient(struct net *net, const struct loss *loss, const float *x,
		    const float *y, float *grad, size_t n, struct extent e);

/* The net_memory functions return numbers of bytes that a network of U takes
 * on THREADS threads.  They lay the network out without memory, and count.
 * unet_check must accept U.  PRECISE is 1 for a network after net_precise.
 * net_memory_weights counts the weights and the forms in which the kernels
 * read them.  If GRAD is set, it counts the forms for gradients, too. */
double net_memory_weights(const struct unet *u, int precise, int grad);

/* net_memory_gradient counts the maps of net_gradient for samples of extent E.
 * net_memory_sums counts the gradients with respect to the weights that
 * net_gradient holds at the same time for a batch of N samples. */
double net_memory_gradient(const struct unet *u, int threads, struct extent e,
			   int precise);
double net_memory_sums(const struct unet *u, int threads, size_t n);

/* Counts the maps of net_forward and net_stream.  They use the same memory as
 * the maps of net_gradient. */
double net_memory_forward(const struct unet *u, int threads, struct extent e,
			  int precise);

#endif
