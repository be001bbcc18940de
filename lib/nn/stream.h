/*
 * stream.h - an image of any height through a network, a few rows at a
 * time.
 *
 * A map holds the rows that are still needed and no others; older rows make
 * room for new ones.  Nothing is computed twice, all threads work at the
 * same rows, and the bits are those of the whole image at once.
 * Inside lib/nn only.
 */
#ifndef NN_STREAM_H
#define NN_STREAM_H

#include "base/thread_pool.h"
#include "kernel/planes.h"
#include "nn/graph.h"

struct row_store {	   /* one map's memory */
	size_t cap, first; /* rows it holds, from which row on */
};

struct stream {	     /* all-zero is empty */
	size_t h, w; /* what it is laid out for; 0: nothing */
	int fast;    /* with scratch memory */
	struct node *node;
	size_t nodes, stores;
	struct map x, y;
	struct row_store *store;
	size_t *done;	      /* rows that each node has made */
	size_t read, written; /* rows of the image, of the prediction */
	float *memory;	      /* of maps and what follows; NULL: only measure */
	size_t cap;
	float *scratch, *rows;
	size_t each; /* of the scratch memory, a thread's */
	int threads;
};

/* Lays S out for images of H x W. */
void stream_prepare(struct stream *s, const struct unet *u,
		    const struct conv *conv, size_t h, size_t w, int fast,
		    int threads);
/* Floats that this takes. */
size_t stream_len(const struct unet *u, const struct conv *conv, size_t h,
		  size_t w, int fast, int threads);
/* One image: IN is asked for its rows, OUT gets those of the prediction. */
void stream_run(struct stream *s, struct thread_pool *pool, planes_rows *in,
		planes_rows *out, void *arg);
void stream_release(struct stream *s);

#endif
