/*
 * network.h - opens a trained network and writes it for other programs.
 */
#ifndef EXPORT_NETWORK_H
#define EXPORT_NETWORK_H

#include "base/messages.h"
#include "nn/net.h"
#include "nn/weights.h"
#include "train/trained.h"

struct onnx;

struct network {    /* all-zero is empty */
	char *name; /* "run ID", or the path of the weights file in quotes */
	char *run;  /* id of the run; NULL: not known */
	/* the run's table, as in run_output.h, and the directory where the run
	 * started; NULL: not known */
	char *table, *called, *cwd;
	struct net *net;
	struct thread_pool *pool;
	/* from the weights file or, if that has no normalisation, from the
	 * run's manifest */
	struct trained trained;
	/* tensors of NET, and metadata: the arguments of the constructor, the
	 * keys of trained_write, "run", and "weights_sha256", the digest of the
	 * weights file */
	struct weights weights;
};

/* Opens the network WORD: the path of a weights file, or a run, of which
 * CHECKPOINT says the weights: "best" or "last".  M gets messages about the
 * file and the run.  Fails with err_data if the weights are not those of a
 * UNet, or the normalisation is beyond float32.  The caller calls
 * network_close, also after a failure. */
int network_open(struct network *n, const char *word, const char *checkpoint,
		 struct messages *m, struct err *err);
void network_close(struct network *n);

/* Writes N to the file PATH in the format ONNX (onnx.h).  If INSIDE is 1, the
 * model takes raw pixels and gives values in the target's units; fails then
 * with err_data if the normalisation is not known or was by group.  M gets
 * messages about the file. */
int network_onnx(struct network *n, const char *path, int inside,
		 struct messages *m, struct err *err);

/* Returns what must be done to images before the model or the normalisation, as
 * was done to all train sources ("subtract the dark image, average 2x2 pixels
 * to one"), or NULL if images are used as they are stored.  The caller frees
 * it. */
char *network_before(const struct network *n);

/* Adds to M a warning with the result of network_before, unless it is NULL. */
void network_warn(const struct network *n, struct messages *m);

/* Fills O with the model that network_onnx writes.  The caller releases O
 * before N. */
int network_make(struct network *n, int inside, struct onnx *o,
		 struct err *err);

#endif
