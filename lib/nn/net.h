/*
 * net.h - the UNet: its parameters, its predictions, its gradients.
 *
 * It is the network that the DL@MBL course publishes as dlmbl-unet.  Each level
 * has two convolutions with ReLU.  Levels are joined by max pooling on the way
 * down, "nearest" or linear upsampling on the way up, and skip connections
 * (encoder channels first).  A 1x1 convolution comes last, and perhaps a
 * function of each value (loss/activation.h).
 *
 * Arrays are (n, c, h, w), row by row.  For stacks (ndim 3) they are (n, c, d,
 * h, w), and kernels and pooled blocks are cubes.
 */
#ifndef NN_NET_H
#define NN_NET_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "ranks/ranks.h"
#include "base/thread_pool.h"
#include "kernel/planes.h"
#include "loss/objective.h"
#include "nn/unet.h"

struct param {		  /* a named tensor */
	const char *name; /* "left_convs.0.conv_pass.0.weight" */
	/* lengths (out, in, k, k), (out, in, k, k, k) or (out), then zeros */
	size_t shape[5];
	int dims;
	size_t offset, len; /* place in the parameter vector */
};

struct net;

/* Returns the network U, with weights of 0, which the caller frees with
 * net_free.  It computes on POOL, which must outlive it.  Number and sides of
 * the samples may change from call to call; memory grows to the largest call.
 * Returns NULL with err_usage if U cannot be built (unet_check), or if this
 * processor cannot run the kernels that XP_CPU names. */
struct net *net_new(const struct unet *u, struct thread_pool *pool,
		    struct err *err);
void net_free(struct net *net);

const struct unet *net_unet(const struct net *net);
size_t net_params(const struct net *net); /* number of tensors */
const struct param *net_param(const struct net *net, size_t i);
size_t net_size(const struct net *net); /* length of the parameter vector */
float *net_weights(struct net *net);	/* parameter vector; NET owns it */

/* If YES is 1, the weights change from now on only by a pointer that
 * net_weights has returned since the last pass.  What the kernels read instead
 * of the weights is then made once for many passes. */
void net_hold(struct net *net, int yes);

/* If YES is 1, NET uses only direct convolutions from now on: slower, but with
 * smaller rounding errors. */
void net_precise(struct net *net, int yes);

/* Computes y (n,out,d',h',w') from x (n,in,d,h,w): N samples of extent E, with
 * d = 1 for planes.  unet_output gives each side of y from the side of x, and
 * must not give 0.
 *
 * The bits of an output pixel depend on two things alone: on the input pixels
 * within unet_reach of it, and on its position modulo unet_grid.  With "valid"
 * padding, and across slices, these are unet_context and unet_multiple
 * instead. */
void net_forward(struct net *net, const float *x, float *y, size_t n,
		 struct extent e);

/* Predicts one plane of H x W, some rows at a time.  Calls IN for the rows of
 * the input in order, and OUT with the rows of the prediction.  Memory does not
 * grow with H. */
void net_stream(struct net *net, size_t h, size_t w, planes_rows *in,
		planes_rows *out, void *arg);

/* Predicts one stack of extent E, some slices at a time: IN and OUT get arrays
 * (c, TO - FROM, h, w).  Memory does not grow with the number of slices. */
void net_stream_slices(struct net *net, struct extent e, planes_rows *in,
		       planes_rows *out, void *arg);

/* Returns the mean of the objective O over a batch of N samples X of extent E,
 * with the targets Y.  GRAD becomes its gradient by the weights, net_size
 * floats.  The number of threads does not change a bit. */
double net_gradient(struct net *net, const struct objective *o, const float *x,
		    const float *y, float *grad, size_t n, struct extent e);

/* Some samples of a batch of ALL: N samples X of extent E with the targets Y,
 * from number FIRST on. */
struct net_batch {
	const struct objective *objective;
	const float *x, *y;
	size_t n;
	struct extent e;
	size_t first, all;
};

/* Does what net_gradient does for a batch that does not fit in memory at once.
 * Each call takes some of its samples, in order.  The last call fills GRAD and
 * returns the mean over all samples; the others return 0.  The bits are those
 * of one call for all samples. */
double net_gradient_part(struct net *net, const struct net_batch *b,
			 float *grad);

/* Returns a good number for EACH in struct ranks_share, if a network of U
 * computes batches of N samples on THREADS threads. */
size_t net_round(const struct unet *u, int threads, size_t n);

/* Does what net_gradient_part does, but each rank computes only its own samples
 * (ranks/ranks.h).  All ranks call this, with the same weights and samples.  In
 * rank 0, GRAD and *LOSS are those of net_gradient_part, to the bit, for any
 * number of ranks; in the others they are undefined, and GRAD may be NULL.  ERR
 * is empty, or has the error for which this rank cannot compute.  Returns -1
 * with ERR in this rank, in those that come after it, and in rank 0. */
int net_gradient_shared(struct net *net, const struct net_batch *b,
			const struct ranks_share *s, float *grad, double *loss,
			struct err *err);

/* The net_memory functions return how many bytes a network of U takes on
 * THREADS threads.  unet_check must accept U.  PRECISE is 1 for a network after
 * net_precise.
 *
 * net_memory_weights counts the weights and the forms of them that kernels
 * read; those for gradients only if GRAD is 1. */
double net_memory_weights(const struct unet *u, int precise, int grad);

/* Counts the maps of net_gradient, for samples of extent E. */
double net_memory_gradient(const struct unet *u, int threads, struct extent e,
			   int precise);

/* Counts the gradients by the weights that net_gradient holds at once for a
 * batch of ALL samples, N in each call, and the scratch memory of O. */
double net_memory_sums(const struct unet *u, int threads,
		       const struct objective *o, struct extent e, size_t n,
		       size_t all);

/* Counts the maps of net_forward and net_stream, which use the same memory as
 * those of net_gradient. */
double net_memory_forward(const struct unet *u, int threads, struct extent e,
			  int precise);

#endif
