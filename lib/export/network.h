/*
 * network.h - a trained network that is to be written for other programs: its
 * weights, where they come from, and the normalisation that they need.
 */
#ifndef EXPORT_NETWORK_H
#define EXPORT_NETWORK_H

#include "base/messages.h"
#include "nn/net.h"
#include "nn/weights.h"
#include "train/trained.h"

struct network {    /* all-zero is empty */
	char *name; /* "run ID", or the path of the weights file in quotes */
	char *run;  /* id of the run; NULL: not known */
	/* the run's table, as in run_output.h, and where it was started; NULL:
	 * not known */
	char *table, *called, *cwd;
	struct net *net;
	struct thread_pool *pool;
	/* what is known of the training, from the weights file or, if that
	 * says nothing of normalisation, from the run's manifest */
	struct trained trained;
	/* tensors of NET, and as metadata: the arguments of the constructor;
	 * what trained_write writes; run; weights_sha256, of the file of
	 * weights */
	struct weights weights;
};

/* Finds the network WORD, a weights file or else a run, of which it takes
 * CHECKPOINT: "best" or "last".  Fails with err_data if the weights are not
 * those of a UNet, or are not finite.  The caller calls network_close, also
 * after a failure. */
int network_open(struct network *n, const char *word, const char *checkpoint,
		 struct messages *m, struct err *err);
void network_close(struct network *n);

/* Writes N to the file PATH as ONNX (onnx.h).  If INSIDE is set, the model
 * takes raw pixels and gives values in the target's units.  Fails with
 * err_data if INSIDE is set and the normalisation is not known, or differs
 * from image to image. */
int network_onnx(struct network *n, const char *path, int inside,
		 struct messages *m, struct err *err);
/* Does the same, but write no file; the caller releases O before N. */
struct onnx;
int network_make(struct network *n, int inside, struct onnx *o,
		 struct err *err);

#endif
