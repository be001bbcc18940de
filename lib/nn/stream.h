/*
 * stream.h - runs a network forward on an image of any height, a few rows at a
 * time.
 *
 * Each map holds only the rows that are still needed; new rows take the place
 * of older ones.  Nothing is computed twice, all threads work on the same rows,
 * and the bits are those of the whole image at once.
 * Inside lib/nn only.
 */
#ifndef NN_STREAM_H
#define NN_STREAM_H

#include "base/thread_pool.h"
#include "kernel/planes.h"
#include "nn/graph.h"

struct row_store {	   /* one map's memory */
	size_t cap, first; /* rows that it holds; the first of them */
};

struct stream {	     /* all-zero is empty */
	size_t h, w; /* sides that it is laid out for; 0: none */
	int fast;    /* there is scratch memory for fast kernels */
	struct node *node;
	size_t nodes, stores;
	struct map x, y;
	struct row_store *store;
	size_t *done;	      /* rows that each node has computed */
	size_t read, written; /* rows of the image, of the prediction */
	float *memory;	      /* of the maps and of what follows; NULL: only
				 count it */
	size_t cap;
	float *scratch, *rows;
	size_t each; /* floats of scratch memory per thread */
	int threads;
};

/* Lays S out for images of H x W on THREADS threads.  FAST: with scratch memory
 * for Winograd's kernels; else convolutions are direct.  CONV has unet_convs(u)
 * convolutions, which must outlive S. */
void stream_prepare(struct stream *s, const struct unet *u,
		    const struct conv *conv, size_t h, size_t w, int fast,
		    int threads);
/* Returns the floats that stream_prepare takes. */
size_t stream_len(const struct unet *u, const struct conv *conv, size_t h,
		  size_t w, int fast, int threads);
/* Predicts one image: calls IN for its rows, and hands those of the prediction
 * to OUT. */
void stream_run(struct stream *s, struct thread_pool *pool, planes_rows *in,
		planes_rows *out, void *arg);
void stream_release(struct stream *s);

#endif
