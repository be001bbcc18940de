/*
 * bioimage.h - writes a trained network as a package for bioimage.io.
 *
 * Source: the model description of bioimage.io, format 0.5.7.  A package is a
 * zip archive (zip.h) of these files:
 *
 *	rdf.yaml		the description
 *	weights.onnx		the network (onnx.h)
 *	test_input.npy		a piece of an image
 *	test_output.npy		the prediction for this piece
 *	README.md
 *
 * Normalisation is described as pre- and postprocessing.  Programs that cut an
 * image into tiles preprocess the whole image first.
 */
#ifndef EXPORT_BIOIMAGE_H
#define EXPORT_BIOIMAGE_H

#include "base/strs.h"
#include "export/network.h"

struct bioimage {
	const char *name; /* name of the network: a tag or the id of a run */
	const struct strs *authors; /* names of the authors */
	/* identifier of a licence from SPDX's list, or NULL */
	const char *license;
};

/* Writes the package of N, the network of a run, to the file PATH.  Equal runs
 * give equal bytes.  M gets messages: the test image (bioimage_test.h), what
 * the package lacks, and what must be done to images before.  Fails with
 * err_data if the test image cannot be read, if the format cannot describe the
 * normalisation, or if N is not of a run. */
int bioimage_write(struct network *n, const struct bioimage *b,
		   const char *path, struct messages *m, struct err *err);

#endif
