/*
 * model.h - a trained network, and its predictions in the target's own
 * units.
 */
#ifndef FIT_MODEL_H
#define FIT_MODEL_H

#include "predict/tile_io.h"
#include "fit/trained.h"
#include "manifest/norm.h"
#include "nn/net.h"

struct model { /* all-zero is empty */
	struct net *net;
	struct thread_pool *pool; /* not owned */
	struct trained trained;	  /* what the file says of its training */
};

/* Read the weights file PATH.  Refuses weights that are not finite, and
 * networks with more than one channel in or out.  POOL must outlive M. */
int model_open(struct model *m, const char *path, struct thread_pool *pool,
	       struct err *err);
void model_close(struct model *m);

/* Predict from the normalised source that P reads and hand the result to P,
 * in the target's own units (TARGET undone).  TILE, a side in pixels (0:
 * chosen), never changes a bit.  err_no: the prediction is not finite. */
int model_predict(struct model *m, size_t tile, const struct norm *target,
		  const struct tile_io *p, struct err *err);

#endif
