/*
 * onnx.c - see onnx.h.
 */
#include "export/onnx.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "export/onnx_graph.h"
#include "export/onnx_norm.h"
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
	GRAPH_NAME = 2,
	GRAPH_INITIALIZER = 5,
	GRAPH_ABOUT = 10,
	GRAPH_INPUT = 11,
	GRAPH_OUTPUT = 12,
	VALUE_NAME = 1,
	VALUE_TYPE = 2,
	TYPE_TENSOR = 1,
	TENSOR_ELEMENT = 1,
	TENSOR_SHAPE = 2,
	SHAPE_DIM = 1,
	DIM_VALUE = 1,
	DIM_NAME = 2,
};

static struct onnx_value convolve(struct onnx_graph *g, size_t i,
				  struct onnx_value x)
{
	struct conv c = unet_conv(g->u, i);
	char *name = unet_conv_name(g->u, i);
	size_t after = c.valid ? 0 : c.k / 2;
	struct onnx_value in[3] = { x, onnx_graph_part(name, "weight"),
				    onnx_graph_part(name, "bias") };
	struct buf node = { 0 };
	struct onnx_value y = onnx_graph_value(name);

	onnx_graph_ints(&node, "kernel_shape", g->axes, c.k, NULL);
	onnx_graph_ints(&node, "pads", g->axes, c.valid ? 0 : (c.k - 1) / 2,
			&after);
	onnx_graph_ints(&node, "strides", g->axes, 1, NULL);
	onnx_graph_ints(&node, "dilations", g->axes, 1, NULL);
	onnx_graph_int(&node, "group", 1);
	free(name);
	return onnx_graph_node(g, "Conv", &node, in, 3, y);
}

/* Two convolutions with ReLU, FIRST and the next. */
static struct onnx_value block(struct onnx_graph *g, size_t first,
			       struct onnx_value x)
{
	for (size_t i = first; i < first + 2; i++) {
		struct buf node = { 0 };

		x = convolve(g, i, x);
		x = onnx_graph_node(g, "Relu", &node, &x, 1,
				    onnx_graph_part(x.name, "relu"));
	}
	return x;
}

static struct onnx_value pool(struct onnx_graph *g, size_t level,
			      struct onnx_value x)
{
	size_t f = (size_t)g->u->downsample_factor, none = 0;
	struct buf node = { 0 };

	onnx_graph_ints(&node, "kernel_shape", g->axes, f, NULL);
	onnx_graph_ints(&node, "strides", g->axes, f, NULL);
	onnx_graph_ints(&node, "pads", g->axes, 0, &none);
	return onnx_graph_node(g, "MaxPool", &node, &x, 1,
			       onnx_graph_level("pool", level));
}

static struct onnx_value upsample(struct onnx_graph *g, size_t level,
				  struct onnx_value x)
{
	float f = (float)g->u->downsample_factor;
	float scales[5] = { 1, 1, f, f, f };
	struct onnx_value up = onnx_graph_level("upsample", level);
	struct onnx_value in[3] = { x, onnx_graph_value(""),
				    onnx_graph_part(up.name, "scales") };
	struct buf node = { 0 };

	onnx_graph_constant(g, in[2], ONNX_GRAPH_FLOAT, scales, 1, 2 + g->axes);
	if (g->u->linear) {
		onnx_graph_text(&node, "mode", "linear");
		onnx_graph_text(&node, "coordinate_transformation_mode",
				"half_pixel");
	} else {
		onnx_graph_text(&node, "mode", "nearest");
		onnx_graph_text(&node, "coordinate_transformation_mode",
				"asymmetric");
		onnx_graph_text(&node, "nearest_mode", "floor");
	}
	return onnx_graph_node(g, "Resize", &node, in, 3, up);
}

/* With "valid" padding the skip connection drops equal borders. */
static struct onnx_value crop(struct onnx_graph *g, size_t level,
			      struct onnx_value x)
{
	const struct unet *u = g->u;
	size_t side = unet_input(u, 1),
	       takes = 2 * (size_t)(u->kernel_size - 1);
	size_t up = unet_conv_side(u, unet_decoder(u, level, 1), side) + takes;
	size_t over = unet_conv_side(u, unet_encoder(level, 1), side) - up;
	int64_t bound[3] = { (int64_t)over / 2, -(int64_t)over / 2 };
	struct onnx_value name = onnx_graph_level("crop", level), in[4] = { x };
	struct buf node = { 0 };

	if (!over)
		return x;
	for (size_t i = 0; i < 3; i++) {
		static const char *const parts[] = { "starts", "ends", "axes" };
		int64_t list[3] = { bound[i], bound[i], bound[i] };

		for (int k = 0; i == 2 && k < 3; k++)
			list[k] = 2 + k;
		in[i + 1] = onnx_graph_constant(
			g, onnx_graph_part(name.name, parts[i]),
			ONNX_GRAPH_INT64, list, 1, g->axes);
	}
	return onnx_graph_node(g, "Slice", &node, in, 4, name);
}

static struct onnx_value level(struct onnx_graph *g, size_t at,
			       struct onnx_value x)
{
	struct onnx_value both[2] = { block(g, unet_encoder(at, 0), x) };
	struct buf node = { 0 };

	if (at + 1 == (size_t)g->u->depth)
		return both[0];
	x = level(g, at + 1, pool(g, at, both[0]));
	both[1] = upsample(g, at, x);
	if (g->u->valid)
		both[0] = crop(g, at, both[0]);
	onnx_graph_int(&node, "axis", 1);
	x = onnx_graph_node(g, "Concat", &node, both, 2,
			    onnx_graph_level("concat", at));
	return block(g, unet_decoder(g->u, at, 0), x);
}

static struct onnx_value activate(struct onnx_graph *g, struct onnx_value x)
{
	static const char *const operator[ACTIVATIONS] = { NULL, "Sigmoid",
							   "Tanh", "Relu",
							   "Softplus" };
	struct buf node = { 0 };

	if (!operator[g->u->activation])
		return x;
	return onnx_graph_node(g, operator[g->u->activation], &node, &x, 1,
			       onnx_graph_value("final_activation"));
}

/* --- the model --- */

/* An input or output of the model.  The sides of its pixels have the names of
 * the axes, with SUFFIX. */
static void add_value(struct onnx_graph *g, int field, const char *name,
		      size_t channels, const char *suffix)
{
	static const char *const axes[] = { "n", "", "z", "y", "x" };
	struct buf shape = { 0 }, tensor = { 0 }, type = { 0 }, v = { 0 };

	for (size_t i = 0; i < 5; i++) {
		struct onnx_value axis = { "" };
		struct buf dim = { 0 };

		if (i == 2 && g->axes == 2)
			continue;
		snprintf(axis.name, sizeof(axis.name), "%.8s%.8s", axes[i],
			 i > 1 ? suffix : "");
		if (i == 1)
			proto_int(&dim, DIM_VALUE, channels);
		else
			proto_str(&dim, DIM_NAME, axis.name);
		proto_message(&shape, SHAPE_DIM, &dim);
	}
	proto_int(&tensor, TENSOR_ELEMENT, ONNX_GRAPH_FLOAT);
	proto_message(&tensor, TENSOR_SHAPE, &shape);
	proto_message(&type, TYPE_TENSOR, &tensor);
	proto_str(&v, VALUE_NAME, name);
	proto_message(&v, VALUE_TYPE, &type);
	proto_message(&g->fields, field, &v);
}

/* The whole graph, except for the tensors of the network. */
static void add_graph(struct onnx_graph *g, const struct onnx_model *m)
{
	const struct unet *u = m->unet;
	struct onnx_value x = onnx_graph_value("source"), last;
	struct buf node = { 0 };

	add_value(g, GRAPH_INPUT, x.name, (size_t)u->in_channels, "");
	if (m->fit)
		x = onnx_norm_fit(g, m->fit, x);
	else if (m->source)
		x = onnx_norm_apply(g, m->source, (size_t)u->in_channels, x);
	x = activate(g, convolve(g, unet_convs(u) - 1, level(g, 0, x)));
	if (m->target)
		x = onnx_norm_undo(g, m->target, (size_t)u->out_channels, x);
	last = onnx_graph_value("prediction");
	onnx_graph_node(g, "Identity", &node, &x, 1, last);
	add_value(g, GRAPH_OUTPUT, last.name, (size_t)u->out_channels,
		  u->valid ? "_out" : "");
	proto_str(&g->fields, GRAPH_NAME, "unet");
	proto_str(&g->fields, GRAPH_ABOUT, m->about);
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

		onnx_graph_tensor(&head, t->name, ONNX_GRAPH_FLOAT, t->shape,
				  t->dims, n);
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
	struct onnx_graph g = { .u = m->unet, .axes = m->unet->volume ? 3 : 2 };
	double large;

	*o = (struct onnx){ 0 };
	add_graph(&g, m);
	large = add_tensors(o, &g.fields, m->weights);
	add_model(&o->text, m->weights);
	if (large + (double)g.fields.len + (double)o->text.len > MOST) {
		buf_release(&g.fields);
		onnx_release(o);
		return err_data(err,
				"the network has %.0f bytes of weights, but a "
				"file of ONNX can have 2 GiB only",
				large);
	}
	proto_head(&o->text, MODEL_GRAPH, g.fields.len + (size_t)large);
	for (size_t i = 0; i < o->cuts; i++)
		o->cut[i].at += o->text.len;
	buf_add(&o->text, buf_text(&g.fields), g.fields.len);
	o->size = o->text.len + (size_t)large;
	buf_release(&g.fields);
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
