/*
 * onnx.h - a trained network in the format of ONNX, for onnxruntime and the
 * many programs that contain it.
 *
 * Source: onnx.proto and the operators of ONNX 1.12 (opset 17, ir_version 8).
 * The model has one input, "source", (n, in, y, x) or (n, in, z, y, x), and
 * one output, "prediction", of the same order, both float32.  The sides are
 * free; those that unet_output refuses make an error in the runtime, or lose
 * their last pixels.  Tensors are named as in dlmbl-unet.
 *
 * Inside lib/export only.
 */
#ifndef EXPORT_ONNX_H
#define EXPORT_ONNX_H

#include "base/buf.h"
#include "base/err.h"
#include "manifest/norm.h"
#include "nn/unet.h"
#include "nn/weights.h"

struct onnx_model {
	const struct unet *unet;
	/* tensors of the network (weights_net_view); their metadata become
	 * those of the model */
	const struct weights *weights;
	/* if these are set, the model takes raw pixels and gives values in the
	 * target's units: SOURCE is applied inside, and TARGET undone */
	const struct norm *source, *target;
	const char *about; /* text about the model */
};

struct onnx {		 /* all-zero is empty */
	struct buf text; /* all bytes but those of the large tensors */
	struct onnx_cut {
		size_t at; /* place in TEXT */
		const struct tensor *tensor;
	} * cut;
	size_t cuts;
	size_t size; /* number of bytes of the whole file */
};

/* Lays out the file of M.  The tensors stay those of M->weights, which must
 * outlive O.  Equal models give equal bytes.  Fails with err_data if the file
 * would be larger than the 2 GiB that the format allows. */
int onnx_make(struct onnx *o, const struct onnx_model *m, struct err *err);
/* Calls TAKE for the bytes of the file, piece by piece, until it returns
 * another value than 0.  Returns that value, or 0. */
int onnx_pieces(const struct onnx *o,
		int (*take)(void *arg, const void *data, size_t n), void *arg);
/* Writes the file to PATH. */
int onnx_write(const struct onnx *o, const char *path, struct err *err);
void onnx_release(struct onnx *o);

#endif
