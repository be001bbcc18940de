/*
 * onnx_norm.h - normalisation as a part of a model of ONNX.
 *
 * Inside lib/export only.
 */
#ifndef EXPORT_ONNX_NORM_H
#define EXPORT_ONNX_NORM_H

#include "export/onnx_graph.h"
#include "manifest/norm.h"
#include "norm/fit_rule.h"

/* Each adds nodes that change X as norm_apply and norm_undo do, in float, and
 * returns what they make. */
struct onnx_value onnx_norm_apply(struct onnx_graph *g, const struct norm *n,
				  struct onnx_value x);
struct onnx_value onnx_norm_undo(struct onnx_graph *g, const struct norm *n,
				 struct onnx_value x);

/* Does the same with the offset and scale that R (percentile, minmax, zscore or
 * robust) has for each image of X, (n, 1, y, x) or (n, 1, z, y, x), in
 * double. */
struct onnx_value onnx_norm_fit(struct onnx_graph *g, const struct fit_rule *r,
				struct onnx_value x);

#endif
