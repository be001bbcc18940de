/*
 * onnx_norm.h - adds normalisation to the graph of a model of ONNX.
 *
 * Inside lib/export only.
 */
#ifndef EXPORT_ONNX_NORM_H
#define EXPORT_ONNX_NORM_H

#include "export/onnx_graph.h"
#include "manifest/norm.h"
#include "norm/fit_rule.h"

/* Each adds nodes that compute from X what norm_apply or norm_undo computes, in
 * float.  Returns the value that the last node makes.  N are those of each of
 * CHANNELS channels. */
struct onnx_value onnx_norm_apply(struct onnx_graph *g, const struct norm *n,
				  size_t channels, struct onnx_value x);
struct onnx_value onnx_norm_undo(struct onnx_graph *g, const struct norm *n,
				 size_t channels, struct onnx_value x);

/* Does the same as onnx_norm_apply, with the offset and scale that the rule R
 * (percentile, minmax, zscore or robust) finds for each image of X, in double.
 * X is (n, 1, y, x) or (n, 1, z, y, x). */
struct onnx_value onnx_norm_fit(struct onnx_graph *g, const struct fit_rule *r,
				struct onnx_value x);

#endif
