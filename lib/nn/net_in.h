/*
 * net_in.h - what is in a network, for the files that make it work.
 */
#ifndef NN_NET_IN_H
#define NN_NET_IN_H

#include "nn/stream.h"
#include "nn/unet.h"
#include "nn/volume.h"
#include "nn/sample_worker.h"

/* Weights as the kernels read them: on the way there and back, and there by
 * the direct convolutions where both are wanted. */
enum { THERE, BACK, DIRECT, FORMS };

struct net {
	struct unet u;
	struct thread_pool *pool;
	struct conv *conv;
	size_t convs;
	struct param *param;
	size_t size;
	float *weights;
	float *form[FORMS]; /* as the kernels read them */
	int precise;
	struct sample_worker *work; /* one a thread */
	struct stream stream;
	float *part; /* gradients of a round's samples */
	size_t parts;
	double *total; /* their sum, when there is more than one
				   round */
	double *loss;  /* of each sample of a round */
	/* Of ndim 3, in place of work and stream: one a thread, and a vector
	 * whose weights lie as volume_turn does them.  Else NULL. */
	struct volume *volume;
	float *turned;
};

/* Room for one of the forms, once wanted. */
void net_place_form(struct net *net, int form);
/* Fill those there is room for. */
void net_pack(struct net *net);

/* For net_gradient_extent, of ndim 3. */
void net_volume_begin(struct net *net, struct extent e);

#endif
