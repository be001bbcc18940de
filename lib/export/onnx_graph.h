/*
 * onnx_graph.h - builds the graph of a model of ONNX: nodes, constants and the
 * names of values.
 *
 * Source: onnx.proto.  A node reads values and makes a value of the same name.
 *
 * Inside lib/export only.
 */
#ifndef EXPORT_ONNX_GRAPH_H
#define EXPORT_ONNX_GRAPH_H

#include "base/buf.h"
#include "nn/unet.h"

struct onnx_value { /* the value that a node makes */
	char name[64];
};

struct onnx_graph {
	const struct unet *u;
	size_t axes;	   /* number of axes of an image: 2 or 3 */
	struct buf fields; /* fields of the message GraphProto */
};

/* types of elements */
enum {
	ONNX_GRAPH_FLOAT = 1,
	ONNX_GRAPH_INT64 = 7,
	ONNX_GRAPH_DOUBLE = 11,
};

/* Return the values with the names NAME, NAME.PART and NAME.LEVEL. */
struct onnx_value onnx_graph_value(const char *name);
struct onnx_value onnx_graph_part(const char *name, const char *part);
struct onnx_value onnx_graph_level(const char *name, size_t level);

/* Each appends an attribute NAME to NODE.  The value of onnx_graph_ints is a
 * list: N times X and then, unless Y is NULL, N times *Y. */
void onnx_graph_int(struct buf *node, const char *name, size_t x);
void onnx_graph_text(struct buf *node, const char *name, const char *text);
void onnx_graph_ints(struct buf *node, const char *name, size_t n, size_t x,
		     const size_t *y);

/* Appends an attribute NAME whose value is the list of the numbers FROM to
 * TO. */
void onnx_graph_range(struct buf *node, const char *name, size_t from,
		      size_t to);

/* Adds a node of TYPE with the N inputs IN and the output OUT.  NODE has its
 * attributes, and is empty afterwards.  Returns OUT. */
struct onnx_value onnx_graph_node(struct onnx_graph *g, const char *type,
				  struct buf *node, const struct onnx_value *in,
				  size_t n, struct onnx_value out);

/* Appends the output OUT to NODE, before the one that onnx_graph_node
 * appends. */
void onnx_graph_output(struct buf *node, struct onnx_value out);

/* Adds the constant NAME: a list of LEN numbers, or one number if DIMS is 0.
 * Returns NAME. */
struct onnx_value onnx_graph_constant(struct onnx_graph *g,
				      struct onnx_value name, int type,
				      const void *data, int dims, size_t len);

/* Adds the constant NAME: a number for each of N channels, to be used beside an
 * image; a single number if N is 1.  Returns NAME. */
struct onnx_value onnx_graph_channels(struct onnx_graph *g,
				      struct onnx_value name, const float *data,
				      size_t n);

/* Appends the head of a tensor to T.  The caller then appends the N bytes of
 * the tensor. */
void onnx_graph_tensor(struct buf *t, const char *name, int type,
		       const size_t *shape, int dims, size_t n);

#endif
