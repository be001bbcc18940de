/*
 * stream.h - runs a network forward on an image of any height, a few rows at a
 * time.
 *
 * Each map holds only rows that are still needed.  New rows take the place of
 * older ones.  Nothing is computed twice.  All threads work on the same rows.
 * The bits are the same as if the whole image were in memory.
 * Inside lib/nn only.
 */
#ifndef NN_STREAM_H
#define NN_STREAM_H

#include "base/thread_pool.h"
#include "kernel/planes.h"
#include "nn/graph.h"

struct row_store { /* the memory of a map */
	/* Number of rows that it holds, and index of the first of them */
	size_t cap, first;
};

struct stream {	     /* all-zero is empty */
	size_t h, w; /* Sides of an image that it is laid out for; 0: none */
	int fast;    /* 1: there is scratch memory for Winograd's kernels */
	struct node *node;
	size_t nodes, stores;
	struct map x, y;
	struct row_store *store;
	size_t *done; /* Number of rows that each node has computed */
	/* Number of rows of the image that were read, and of the prediction
	 * that were handed on */
	size_t read, written;
	/* Memory of the maps, SCRATCH and ROWS.  NULL: it is only counted. */
	float *memory;
	size_t cap;
	float *scratch, *rows;
	size_t each; /* Number of floats of scratch memory per thread */
	int threads;
};

/* Lays S out for images of H x W on THREADS threads.  CONV has unet_convs(u)
 * convolutions, which must outlive S.  If FAST is set, there is scratch memory
 * for Winograd's kernels.  Otherwise convolutions are direct. */
void stream_prepare(struct stream *s, const struct unet *u,
		    const struct conv *conv, size_t h, size_t w, int fast,
		    int threads);

/* Returns the number of floats that stream_prepare takes. */
size_t stream_len(const struct unet *u, const struct conv *conv, size_t h,
		  size_t w, int fast, int threads);

/* Predicts one image.  Calls IN for the rows of the image.  Calls OUT with the
 * rows of the prediction. */
void stream_run(struct stream *s, struct thread_pool *pool, planes_rows *in,
		planes_rows *out, void *arg);
void stream_release(struct stream *s);

#endif
