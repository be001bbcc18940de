/*
 * stream.h - runs a network forward on an image of any height, a few rows at a
 * time.
 *
 * A map holds only the rows that are still needed; new rows replace the oldest,
 * which is where they lie if all that read the map find each row by itself.
 * Nothing is computed twice, and all threads work on the same rows.  The bits
 * are those of the whole image at once.
 *
 * Inside lib/nn only.
 */
#ifndef NN_STREAM_H
#define NN_STREAM_H

#include "base/thread_pool.h"
#include "kernel/planes.h"
#include "nn/graph.h"

struct row_store { /* the memory of a map */
	/* number of rows that it holds, and the first of them */
	size_t cap, first;
	int ring; /* 1: row y lies where row y - cap has been */
};

struct stream {	     /* all-zero is empty */
	size_t h, w; /* sides of the image; 0: not ready */
	int fast;    /* 1: there is scratch memory for Winograd's kernels */
	struct node *node;
	size_t nodes, stores;
	struct map x, y;
	struct row_store *store;
	size_t *done; /* number of rows that each node has computed */
	/* numbers of rows of x that were read, and of rows of y that were
	 * handed on */
	size_t read, written;
	/* memory of the maps, of SCRATCH and of ROWS; NULL: it is only
	 * counted */
	float *memory;
	size_t cap;
	float *scratch, *rows;
	enum activation activation; /* of the prediction */
	size_t each; /* floats of scratch memory for each thread */
	int threads;
};

/* Makes S ready for images of H x W on THREADS threads.  CONV has the
 * convolutions of U and must outlive S.  If FAST is 1, Winograd's kernels are
 * used where they suit.  The caller releases S. */
void stream_prepare(struct stream *s, const struct unet *u,
		    const struct conv *conv, size_t h, size_t w, int fast,
		    int threads);

/* Returns the number of floats that S takes. */
size_t stream_len(const struct unet *u, const struct conv *conv, size_t h,
		  size_t w, int fast, int threads);

/* Predicts one image.  Calls IN for its rows in order, and OUT with the rows of
 * the prediction.  POOL has as many threads as S was made for. */
void stream_run(struct stream *s, struct thread_pool *pool, planes_rows *in,
		planes_rows *out, void *arg);
void stream_release(struct stream *s);

#endif
