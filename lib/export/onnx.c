/*
 * onnx.c - see onnx.h.
 */
#include "export/onnx.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "export/proto.h"
#include "file/out.h"

#define OPSET 17
#define IR_VERSION 8
#define MOST 2147483647.0 /* bytes of a message */

/* Numbers of fields, as in onnx.proto. */
enum {
	MODEL_IR_VERSION = 1,
	MODEL_PRODUCER = 2,
	MODEL_PRODUCER_VERSION = 3,
	MODEL_GRAPH = 7,
	MODEL_OPSET = 8,
	MODEL_METADATA = 14,
	OPSET_VERSION = 2,
	PROPERTY_KEY = 1,
	PROPERTY_VALUE = 2,
	GRAPH_NODE = 1,
	GRAPH_NAME = 2,
	GRAPH_INITIALIZER = 5,
	GRAPH_ABOUT = 10,
	GRAPH_INPUT = 11,
	GRAPH_OUTPUT = 12,
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
	VALUE_NAME = 1,
	VALUE_TYPE = 2,
	TYPE_TENSOR = 1,
	TENSOR_ELEMENT = 1,
	TENSOR_SHAPE = 2,
	SHAPE_DIM = 1,
	DIM_VALUE = 1,
	DIM_NAME = 2,
};

enum { ELEMENT_FLOAT = 1, ELEMENT_INT64 = 7 };
enum { OF_INT = 2, OF_TEXT = 3, OF_INTS = 7 }; /* Types of attributes */

struct value { /* What a node makes */
	char name[64];
};

struct building {
	const struct unet *u;
	size_t axes; /* Number of axes of an image */
	struct buf graph;
};

static struct value value(const char *name)
{
	struct value v;

	snprintf(v.name, sizeof(v.name), "%s", name);
	return v;
}

static struct value part_of(const char *name, const char *part)
{
	struct value v;

	snprintf(v.name, sizeof(v.name), "%.40s.%.20s", name, part);
	return v;
}

static struct value at_level(const char *name, size_t level)
{
	struct value v;

	snprintf(v.name, sizeof(v.name), "%.40s.%zu", name, level);
	return v;
}

/* --- parts of messages --- */

static void add_int(struct buf *node, const char *name, size_t x)
{
	struct buf a = { 0 };

	proto_str(&a, ATTRIBUTE_NAME, name);
	proto_int(&a, ATTRIBUTE_INT, x);
	proto_int(&a, ATTRIBUTE_TYPE, OF_INT);
	proto_message(node, NODE_ATTRIBUTE, &a);
}

static void add_text(struct buf *node, const char *name, const char *text)
{
	struct buf a = { 0 };

	proto_str(&a, ATTRIBUTE_NAME, name);
	proto_str(&a, ATTRIBUTE_TEXT, text);
	proto_int(&a, ATTRIBUTE_TYPE, OF_TEXT);
	proto_message(node, NODE_ATTRIBUTE, &a);
}

/* For each of N axes X, then for each Y; without Y if that is NULL. */
static void add_ints(struct buf *node, const char *name, size_t n, size_t x,
		     const size_t *y)
{
	struct buf a = { 0 };

	proto_str(&a, ATTRIBUTE_NAME, name);
	for (size_t i = 0; i < n; i++)
		proto_int(&a, ATTRIBUTE_INTS, x);
	for (size_t i = 0; y && i < n; i++)
		proto_int(&a, ATTRIBUTE_INTS, *y);
	proto_int(&a, ATTRIBUTE_TYPE, OF_INTS);
	proto_message(node, NODE_ATTRIBUTE, &a);
}

/* A tensor of N bytes, which are to follow. */
static void begin_tensor(struct buf *t, const char *name, int type,
			 const size_t *shape, int dims, size_t n)
{
	for (int i = 0; i < dims; i++)
		proto_int(t, TENSOR_DIMS, shape[i]);
	proto_int(t, TENSOR_TYPE, (uint64_t)type);
	proto_str(t, TENSOR_NAME, name);
	proto_head(t, TENSOR_RAW, n);
}

/* A list of LEN numbers, or a single one if DIMS is 0. */
static struct value add_constant(struct building *b, struct value name,
				 int type, const void *data, int dims,
				 size_t len)
{
	size_t n = len * (type == ELEMENT_INT64 ? 8 : 4);
	struct buf t = { 0 };

	begin_tensor(&t, name.name, type, &len, dims, n);
	buf_add(&t, data, n);
	proto_message(&b->graph, GRAPH_INITIALIZER, &t);
	return name;
}

/* --- nodes --- */

/* Add a node with N inputs whose attributes are in NODE.  It is named as what
 * it makes. */
static struct value apply(struct building *b, const char *type,
			  struct buf *node, const struct value *in, size_t n,
			  struct value out)
{
	for (size_t i = 0; i < n; i++)
		proto_str(node, NODE_INPUT, in[i].name);
	proto_str(node, NODE_OUTPUT, out.name);
	proto_str(node, NODE_NAME, out.name);
	proto_str(node, NODE_TYPE, type);
	proto_message(&b->graph, GRAPH_NODE, node);
	return out;
}

/* X op NUMBER, pixel by pixel; nothing if that would not change X. */
static struct value calculate(struct building *b, const char *type,
			      const char *name, struct value x, double number,
			      double idle)
{
	float f = (float)number;
	struct value in[2] = { x };
	struct buf node = { 0 };

	if (number == idle)
		return x;
	in[1] = add_constant(b, part_of(name, "value"), ELEMENT_FLOAT, &f, 0,
			     1);
	return apply(b, type, &node, in, 2, value(name));
}

/* Pixels are mostly whole numbers, and so is the first offset taken off: their
 * difference is exact, however large both are beside the range of an image. */
static struct value normalise(struct building *b, const struct norm *n,
			      struct value x)
{
	double whole = rint(n->offset);

	x = calculate(b, "Sub", "source_offset", x, whole, 0);
	x = calculate(b, "Sub", "source_offset_rest", x, n->offset - whole, 0);
	return calculate(b, "Mul", "source_scale", x, n->scale, 1);
}

static struct value undo(struct building *b, const struct norm *n,
			 struct value x)
{
	x = calculate(b, "Div", "target_scale", x, n->scale, 1);
	return calculate(b, "Add", "target_offset", x, n->offset, 0);
}

static struct value convolve(struct building *b, size_t i, struct value x)
{
	struct conv c = unet_conv(b->u, i);
	char *name = unet_conv_name(b->u, i);
	size_t after = c.valid ? 0 : c.k / 2;
	struct value in[3] = { x, part_of(name, "weight"),
			       part_of(name, "bias") };
	struct buf node = { 0 };
	struct value y = value(name);

	add_ints(&node, "kernel_shape", b->axes, c.k, NULL);
	add_ints(&node, "pads", b->axes, c.valid ? 0 : (c.k - 1) / 2, &after);
	add_ints(&node, "strides", b->axes, 1, NULL);
	add_ints(&node, "dilations", b->axes, 1, NULL);
	add_int(&node, "group", 1);
	free(name);
	return apply(b, "Conv", &node, in, 3, y);
}

/* Two convolutions with ReLU, FIRST and the next. */
static struct value block(struct building *b, size_t first, struct value x)
{
	for (size_t i = first; i < first + 2; i++) {
		struct buf node = { 0 };

		x = convolve(b, i, x);
		x = apply(b, "Relu", &node, &x, 1, part_of(x.name, "relu"));
	}
	return x;
}

static struct value pool(struct building *b, size_t level, struct value x)
{
	size_t f = (size_t)b->u->downsample_factor, none = 0;
	struct buf node = { 0 };

	add_ints(&node, "kernel_shape", b->axes, f, NULL);
	add_ints(&node, "strides", b->axes, f, NULL);
	add_ints(&node, "pads", b->axes, 0, &none);
	return apply(b, "MaxPool", &node, &x, 1, at_level("pool", level));
}

static struct value upsample(struct building *b, size_t level, struct value x)
{
	float f = (float)b->u->downsample_factor;
	float scales[5] = { 1, 1, f, f, f };
	struct value up = at_level("upsample", level);
	struct value in[3] = { x, value(""), part_of(up.name, "scales") };
	struct buf node = { 0 };

	add_constant(b, in[2], ELEMENT_FLOAT, scales, 1, 2 + b->axes);
	add_text(&node, "mode", "nearest");
	add_text(&node, "coordinate_transformation_mode", "asymmetric");
	add_text(&node, "nearest_mode", "floor");
	return apply(b, "Resize", &node, in, 3, up);
}

/* With "valid" padding the skip connection drops equal borders. */
static struct value crop(struct building *b, size_t level, struct value x)
{
	const struct unet *u = b->u;
	size_t side = unet_input(u, 1),
	       takes = 2 * (size_t)(u->kernel_size - 1);
	size_t up = unet_conv_side(u, unet_decoder(u, level, 1), side) + takes;
	size_t over = unet_conv_side(u, unet_encoder(level, 1), side) - up;
	int64_t bound[3] = { (int64_t)over / 2, -(int64_t)over / 2 };
	struct value name = at_level("crop", level), in[4] = { x };
	struct buf node = { 0 };

	if (!over)
		return x;
	for (size_t i = 0; i < 3; i++) {
		static const char *const parts[] = { "starts", "ends", "axes" };
		int64_t list[3] = { bound[i], bound[i], bound[i] };

		for (int k = 0; i == 2 && k < 3; k++)
			list[k] = 2 + k;
		in[i + 1] = add_constant(b, part_of(name.name, parts[i]),
					 ELEMENT_INT64, list, 1, b->axes);
	}
	return apply(b, "Slice", &node, in, 4, name);
}

static struct value level(struct building *b, size_t at, struct value x)
{
	struct value both[2] = { block(b, unet_encoder(at, 0), x) };
	struct buf node = { 0 };

	if (at + 1 == (size_t)b->u->depth)
		return both[0];
	x = level(b, at + 1, pool(b, at, both[0]));
	both[1] = upsample(b, at, x);
	if (b->u->valid)
		both[0] = crop(b, at, both[0]);
	add_int(&node, "axis", 1);
	x = apply(b, "Concat", &node, both, 2, at_level("concat", at));
	return block(b, unet_decoder(b->u, at, 0), x);
}

/* --- the model --- */

/* An input or output of the model.  The sides of its pixels have the names of
 * the axes, with SUFFIX. */
static void add_value(struct building *b, int field, const char *name,
		      size_t channels, const char *suffix)
{
	static const char *const axes[] = { "n", "", "z", "y", "x" };
	struct buf shape = { 0 }, tensor = { 0 }, type = { 0 }, v = { 0 };

	for (size_t i = 0; i < 5; i++) {
		struct value axis = { "" };
		struct buf dim = { 0 };

		if (i == 2 && b->axes == 2)
			continue;
		snprintf(axis.name, sizeof(axis.name), "%.8s%.8s", axes[i],
			 i > 1 ? suffix : "");
		if (i == 1)
			proto_int(&dim, DIM_VALUE, channels);
		else
			proto_str(&dim, DIM_NAME, axis.name);
		proto_message(&shape, SHAPE_DIM, &dim);
	}
	proto_int(&tensor, TENSOR_ELEMENT, ELEMENT_FLOAT);
	proto_message(&tensor, TENSOR_SHAPE, &shape);
	proto_message(&type, TYPE_TENSOR, &tensor);
	proto_str(&v, VALUE_NAME, name);
	proto_message(&v, VALUE_TYPE, &type);
	proto_message(&b->graph, field, &v);
}

/* The whole graph, except for the tensors of the network. */
static void add_graph(struct building *b, const struct onnx_model *m)
{
	const struct unet *u = m->unet;
	struct value x = value("source"), last;
	struct buf node = { 0 };

	add_value(b, GRAPH_INPUT, x.name, (size_t)u->in_channels, "");
	if (m->source)
		x = normalise(b, m->source, x);
	x = convolve(b, unet_convs(u) - 1, level(b, 0, x));
	if (m->target)
		x = undo(b, m->target, x);
	last = value("prediction");
	apply(b, "Identity", &node, &x, 1, last);
	add_value(b, GRAPH_OUTPUT, last.name, (size_t)u->out_channels,
		  u->valid ? "_out" : "");
	proto_str(&b->graph, GRAPH_NAME, "unet");
	proto_str(&b->graph, GRAPH_ABOUT, m->about);
}

/* Append the heads of W's tensors to the graph, and remember where the data
 * belong.  Returns the number of bytes of these data. */
static double add_tensors(struct onnx *o, struct buf *graph,
			  const struct weights *w)
{
	double sum = 0;

	o->cut = mem_zero(w->n + 1, sizeof(*o->cut));
	for (o->cuts = 0; o->cuts < w->n; o->cuts++) {
		const struct tensor *t = &w->tensor[o->cuts];
		size_t n = t->len * sizeof(float);
		struct buf head = { 0 };

		begin_tensor(&head, t->name, ELEMENT_FLOAT, t->shape, t->dims,
			     n);
		proto_head(graph, GRAPH_INITIALIZER, head.len + n);
		buf_add(graph, buf_text(&head), head.len);
		o->cut[o->cuts] = (struct onnx_cut){ graph->len, t };
		sum += (double)n;
		buf_release(&head);
	}
	return sum;
}

static void add_model(struct buf *to, const struct weights *w)
{
	struct buf opset = { 0 };

	proto_int(to, MODEL_IR_VERSION, IR_VERSION);
	proto_str(to, MODEL_PRODUCER, PACKAGE_NAME);
	proto_str(to, MODEL_PRODUCER_VERSION, PACKAGE_VERSION);
	proto_int(&opset, OPSET_VERSION, OPSET);
	proto_message(to, MODEL_OPSET, &opset);
	for (size_t i = 0; i < w->key.n; i++) {
		struct buf property = { 0 };

		proto_str(&property, PROPERTY_KEY, w->key.at[i]);
		proto_str(&property, PROPERTY_VALUE, w->value.at[i]);
		proto_message(to, MODEL_METADATA, &property);
	}
}

int onnx_make(struct onnx *o, const struct onnx_model *m, struct err *err)
{
	struct building b = { .u = m->unet, .axes = m->unet->volume ? 3 : 2 };
	double large;

	*o = (struct onnx){ 0 };
	add_graph(&b, m);
	large = add_tensors(o, &b.graph, m->weights);
	add_model(&o->text, m->weights);
	if (large + (double)b.graph.len + (double)o->text.len > MOST) {
		buf_release(&b.graph);
		onnx_release(o);
		return err_data(err,
				"the network has %.0f bytes of weights, but a "
				"file of ONNX can have 2 GiB only",
				large);
	}
	proto_head(&o->text, MODEL_GRAPH, b.graph.len + (size_t)large);
	for (size_t i = 0; i < o->cuts; i++)
		o->cut[i].at += o->text.len;
	buf_add(&o->text, buf_text(&b.graph), b.graph.len);
	o->size = o->text.len + (size_t)large;
	buf_release(&b.graph);
	return 0;
}

int onnx_pieces(const struct onnx *o,
		int (*take)(void *arg, const void *data, size_t n), void *arg)
{
	size_t at = 0;
	int rc = 0;

	for (size_t i = 0; i <= o->cuts && !rc; i++) {
		size_t end = i < o->cuts ? o->cut[i].at : o->text.len;

		rc = take(arg, o->text.data + at, end - at);
		at = end;
		if (!rc && i < o->cuts)
			rc = take(arg, o->cut[i].tensor->data,
				  o->cut[i].tensor->len * sizeof(float));
	}
	return rc;
}

static int to_out(void *arg, const void *data, size_t n)
{
	out_add(arg, data, n);
	return 0;
}

int onnx_write(const struct onnx *o, const char *path, struct err *err)
{
	struct out out;
	int rc;

	if (out_open(&out, path, FILE_PLAIN, err) < 0)
		return -1;
	onnx_pieces(o, to_out, &out);
	rc = out_commit(&out, err);
	out_release(&out);
	return rc;
}

void onnx_release(struct onnx *o)
{
	buf_release(&o->text);
	free(o->cut);
	*o = (struct onnx){ 0 };
}
