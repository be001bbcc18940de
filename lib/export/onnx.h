/*
 * onnx.h - writes a trained network in the format ONNX.
 *
 * Source: onnx.proto and the operators of ONNX 1.12 (opset 17, ir_version 8).
 * The model has one input, "source", and one output, "prediction".  Both are
 * float32 and have the axes (n, channels, y, x) or (n, channels, z, y, x).
 * Images may have any sides.  If unet_output refuses the sides of an image, the
 * runtime reports an error or computes no output for the last pixels.  Tensors
 * have the names that they have in dlmbl-unet.
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
#include "norm/fit_rule.h"

struct onnx_model {
	const struct unet *unet;
	/* tensors of the network (weights_net_view), and the model's
	 * metadata */
	const struct weights *weights;
	/* NULL, or: the model takes raw pixels, which it normalises by SOURCE,
	 * and gives values in the target's units, for which it undoes TARGET;
	 * both have those of each channel */
	const struct norm *source, *target;
	/* in place of SOURCE: the rule (percentile, minmax, zscore or robust)
	 * that the model fits to each image; for one channel only */
	const struct fit_rule *fit;
	const char *about; /* text about the model */
};

struct onnx {		 /* all-zero is empty */
	struct buf text; /* all bytes except those of the large tensors */
	struct onnx_cut {
		size_t at; /* index in TEXT where the tensor's bytes belong */
		const struct tensor *tensor;
	} * cut;
	size_t cuts;
	size_t size; /* number of bytes of the whole file */
};

/* Makes the file of the model M in memory, without its large tensors: O refers
 * to those of M->weights, which must outlive O.  Equal models give equal bytes.
 * Fails with err_data if the file would exceed the 2 GiB that the format
 * allows. The caller releases O. */
int onnx_make(struct onnx *o, const struct onnx_model *m, struct err *err);

/* Calls TAKE for the bytes of the file, piece by piece, until TAKE returns
 * another value than 0.  Returns the last value that TAKE returned. */
int onnx_pieces(const struct onnx *o,
		int (*take)(void *arg, const void *data, size_t n), void *arg);

/* Writes the file to PATH. */
int onnx_write(const struct onnx *o, const char *path, struct err *err);
void onnx_release(struct onnx *o);

#endif
