/*
 * model.h - a trained network and how to get predictions in the target's
 * own units out of it.
 */
#ifndef FIT_MODEL_H
#define FIT_MODEL_H

#include "fit/tile_io.h"
#include "manifest/norm.h"
#include "nn/net.h"

struct model { /* all-zero is empty */
	struct net *net;
	struct thread_pool *pool; /* not owned */
	char *normalised;	  /* what the file says of it, or NULL */
};

/* Read the weights file PATH.  Refuses weights that are not finite, and a
 * network that has not one channel in and one out.  POOL must outlive M. */
int model_open(struct model *m, const char *path, struct thread_pool *pool,
	       struct err *err);
void model_close(struct model *m);

/* The prediction for the normalised source that P reads goes to P in the
 * target's own units, whatever the tile's side (0: chosen).  One that is not
 * finite is err_no: training went astray. */
int model_predict(struct model *m, size_t tile, const struct norm *target,
		  const struct tile_io *p, struct err *err);

#endif
