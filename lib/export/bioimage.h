/*
 * bioimage.h - a trained network as a package for bioimage.io.
 *
 * Source: the model description of bioimage.io, format 0.5.7.  A package is a
 * zip archive (zip.h) of rdf.yaml, the description; weights.onnx (onnx.h);
 * test_input.npy and test_output.npy, a piece of an image and its prediction;
 * README.md.  Normalisation is described as pre- and postprocessing, since
 * programs that cut an image into tiles do it before.
 */
#ifndef EXPORT_BIOIMAGE_H
#define EXPORT_BIOIMAGE_H

#include "base/strs.h"
#include "export/network.h"

struct bioimage {
	const char *name;	    /* of the network: a tag or a run's id */
	const struct strs *authors; /* their names */
	const char *license;	    /* an identifier of SPDX, or NULL */
};

/* Writes the package of N, which is a run's, to the file PATH.  The test image
 * is the first row's of the split that the training validated on or, if that
 * has none, trained on; M gets its name.  Equal runs give equal bytes.  Fails
 * with err_data if that image cannot be read, or if the format has no words
 * for how images were normalised. */
int bioimage_write(struct network *n, const struct bioimage *b,
		   const char *path, struct messages *m, struct err *err);

#endif
