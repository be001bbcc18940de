/*
 * onnx_graph.c - see onnx_graph.h.
 */
#include "export/onnx_graph.h"

#include <stdio.h>

#include "export/proto.h"

/* Numbers of fields. */
enum {
	GRAPH_NODE = 1,
	GRAPH_INITIALIZER = 5,
	NODE_INPUT = 1,
	NODE_OUTPUT = 2,
	NODE_NAME = 3,
	NODE_TYPE = 4,
	NODE_ATTRIBUTE = 5,
	ATTRIBUTE_NAME = 1,
	ATTRIBUTE_INT = 3,
	ATTRIBUTE_TEXT = 4,
	ATTRIBUTE_INTS = 8,
	ATTRIBUTE_TYPE = 20,
	TENSOR_DIMS = 1,
	TENSOR_TYPE = 2,
	TENSOR_NAME = 8,
	TENSOR_RAW = 9,
};

enum { OF_INT = 2, OF_TEXT = 3, OF_INTS = 7 }; /* types of attributes */

struct onnx_value onnx_graph_value(const char *name)
{
	struct onnx_value v;

	snprintf(v.name, sizeof(v.name), "%s", name);
	return v;
}

struct onnx_value onnx_graph_part(const char *name, const char *part)
{
	struct onnx_value v;

	snprintf(v.name, sizeof(v.name), "%.40s.%.20s", name, part);
	return v;
}

struct onnx_value onnx_graph_level(const char *name, size_t level)
{
	struct onnx_value v;

	snprintf(v.name, sizeof(v.name), "%.40s.%zu", name, level);
	return v;
}

static void end_attribute(struct buf *node, struct buf *a, uint64_t type)
{
	proto_int(a, ATTRIBUTE_TYPE, type);
	proto_message(node, NODE_ATTRIBUTE, a);
}

void onnx_graph_int(struct buf *node, const char *name, size_t x)
{
	struct buf a = { 0 };

	proto_str(&a, ATTRIBUTE_NAME, name);
	proto_int(&a, ATTRIBUTE_INT, x);
	end_attribute(node, &a, OF_INT);
}

void onnx_graph_text(struct buf *node, const char *name, const char *text)
{
	struct buf a = { 0 };

	proto_str(&a, ATTRIBUTE_NAME, name);
	proto_str(&a, ATTRIBUTE_TEXT, text);
	end_attribute(node, &a, OF_TEXT);
}

void onnx_graph_ints(struct buf *node, const char *name, size_t n, size_t x,
		     const size_t *y)
{
	struct buf a = { 0 };

	proto_str(&a, ATTRIBUTE_NAME, name);
	for (size_t i = 0; i < n; i++)
		proto_int(&a, ATTRIBUTE_INTS, x);
	for (size_t i = 0; y && i < n; i++)
		proto_int(&a, ATTRIBUTE_INTS, *y);
	end_attribute(node, &a, OF_INTS);
}

void onnx_graph_range(struct buf *node, const char *name, size_t from,
		      size_t to)
{
	struct buf a = { 0 };

	proto_str(&a, ATTRIBUTE_NAME, name);
	for (size_t i = from; i <= to; i++)
		proto_int(&a, ATTRIBUTE_INTS, i);
	end_attribute(node, &a, OF_INTS);
}

void onnx_graph_output(struct buf *node, struct onnx_value out)
{
	proto_str(node, NODE_OUTPUT, out.name);
}

struct onnx_value onnx_graph_node(struct onnx_graph *g, const char *type,
				  struct buf *node, const struct onnx_value *in,
				  size_t n, struct onnx_value out)
{
	for (size_t i = 0; i < n; i++)
		proto_str(node, NODE_INPUT, in[i].name);
	proto_str(node, NODE_OUTPUT, out.name);
	proto_str(node, NODE_NAME, out.name);
	proto_str(node, NODE_TYPE, type);
	proto_message(&g->fields, GRAPH_NODE, node);
	return out;
}

void onnx_graph_tensor(struct buf *t, const char *name, int type,
		       const size_t *shape, int dims, size_t n)
{
	for (int i = 0; i < dims; i++)
		proto_int(t, TENSOR_DIMS, shape[i]);
	proto_int(t, TENSOR_TYPE, (uint64_t)type);
	proto_str(t, TENSOR_NAME, name);
	proto_head(t, TENSOR_RAW, n);
}

struct onnx_value onnx_graph_constant(struct onnx_graph *g,
				      struct onnx_value name, int type,
				      const void *data, int dims, size_t len)
{
	size_t n = len * (type == ONNX_GRAPH_FLOAT ? 4 : 8);
	struct buf t = { 0 };

	onnx_graph_tensor(&t, name.name, type, &len, dims, n);
	buf_add(&t, data, n);
	proto_message(&g->fields, GRAPH_INITIALIZER, &t);
	return name;
}

struct onnx_value onnx_graph_channels(struct onnx_graph *g,
				      struct onnx_value name, const float *data,
				      size_t n)
{
	size_t shape[] = { 1, n, 1, 1, 1 };
	struct buf t = { 0 };

	onnx_graph_tensor(&t, name.name, ONNX_GRAPH_FLOAT, shape,
			  n > 1 ? 2 + (int)g->axes : 0, n * sizeof(*data));
	buf_add(&t, data, n * sizeof(*data));
	proto_message(&g->fields, GRAPH_INITIALIZER, &t);
	return name;
}
