/*
 * onnx_norm.c - see onnx_norm.h.
 */
#include "export/onnx_norm.h"

#include <math.h>
#include <string.h>

#include "manifest/channel.h"

/* X op the number of its channel, pixel by pixel; nothing if that would not
 * change X. */
static struct onnx_value calculate_each(struct onnx_graph *g, const char *type,
					const char *name, struct onnx_value x,
					const double *number, size_t channels,
					double idle)
{
	struct onnx_value in[2] = { x };
	float f[CHANNELS_MOST];
	struct buf node = { 0 };
	int idles = 1;

	for (size_t k = 0; k < channels; k++) {
		f[k] = (float)number[k];
		idles &= number[k] == idle;
	}
	if (idles)
		return x;
	in[1] = onnx_graph_channels(g, onnx_graph_part(name, "value"), f,
				    channels);
	return onnx_graph_node(g, type, &node, in, 2, onnx_graph_value(name));
}

/* Pixels are mostly whole numbers, and so is the first offset taken off: their
 * difference is exact, however large both are beside the range of an image. */
struct onnx_value onnx_norm_apply(struct onnx_graph *g, const struct norm *n,
				  size_t channels, struct onnx_value x)
{
	double whole[CHANNELS_MOST], rest[CHANNELS_MOST], scale[CHANNELS_MOST];

	for (size_t k = 0; k < channels; k++) {
		whole[k] = rint(n[k].offset);
		rest[k] = n[k].offset - whole[k];
		scale[k] = n[k].scale;
	}
	x = calculate_each(g, "Sub", "source_offset", x, whole, channels, 0);
	x = calculate_each(g, "Sub", "source_offset_rest", x, rest, channels,
			   0);
	return calculate_each(g, "Mul", "source_scale", x, scale, channels, 1);
}

/* --- an image fitted by itself, in double --- */

static struct onnx_value one(struct onnx_graph *g, const char *type,
			     const char *name, struct onnx_value x)
{
	struct buf node = { 0 };

	return onnx_graph_node(g, type, &node, &x, 1, onnx_graph_value(name));
}

static struct onnx_value two(struct onnx_graph *g, const char *type,
			     const char *name, struct onnx_value x,
			     struct onnx_value y)
{
	struct onnx_value in[2] = { x, y };
	struct buf node = { 0 };

	return onnx_graph_node(g, type, &node, in, 2, onnx_graph_value(name));
}

static struct onnx_value cast(struct onnx_graph *g, const char *name,
			      struct onnx_value x, size_t type)
{
	struct buf node = { 0 };

	onnx_graph_int(&node, "to", type);
	return onnx_graph_node(g, "Cast", &node, &x, 1, onnx_graph_value(name));
}

static struct onnx_value reshape(struct onnx_graph *g, const char *name,
				 struct onnx_value x, const int64_t *shape,
				 size_t n)
{
	struct onnx_value to =
		onnx_graph_constant(g, onnx_graph_part(name, "shape"),
				    ONNX_GRAPH_INT64, shape, 1, n);

	return two(g, "Reshape", name, x, to);
}

/* Takes a value of SORTED, (n, pixels): the one at AT, rounded by ROUND. */
static struct onnx_value pick(struct onnx_graph *g, const char *name,
			      const char *round, struct onnx_value sorted,
			      struct onnx_value at)
{
	struct onnx_value i = one(g, round, onnx_graph_part(name, "real").name,
				  at);
	struct onnx_value in[2] = { sorted };
	struct buf node = { 0 };

	in[1] = cast(g, onnx_graph_part(name, "index").name, i,
		     ONNX_GRAPH_INT64);
	onnx_graph_int(&node, "axis", 1);
	return onnx_graph_node(g, "Gather", &node, in, 2,
			       onnx_graph_value(name));
}

/* A percentile of SORTED, whose last index is LAST: between two pixels in
 * proportion, numpy's "linear".  It becomes (n, 1, 1, 1). */
static struct onnx_value percentile(struct onnx_graph *g, const char *name,
				    struct onnx_value sorted,
				    struct onnx_value last, double percent)
{
	static const int64_t image[] = { -1, 1, 1, 1, 1 };
	double share = percent / 100;
	struct onnx_value at, low, high, v;

	v = onnx_graph_constant(g, onnx_graph_part(name, "share"),
				ONNX_GRAPH_DOUBLE, &share, 0, 1);
	at = two(g, "Mul", onnx_graph_part(name, "at").name, last, v);
	low = pick(g, onnx_graph_part(name, "low").name, "Floor", sorted, at);
	high = pick(g, onnx_graph_part(name, "high").name, "Ceil", sorted, at);
	v = two(g, "Sub", onnx_graph_part(name, "fraction").name, at,
		onnx_graph_part(onnx_graph_part(name, "low").name, "real"));
	high = two(g, "Sub", onnx_graph_part(name, "gap").name, high, low);
	v = two(g, "Mul", onnx_graph_part(name, "step").name, high, v);
	v = two(g, "Add", onnx_graph_part(name, "pixel").name, low, v);
	return reshape(g, name, v, image, 2 + g->axes);
}

/* Sorts the pixels of each image of X; LAST becomes the last index. */
static struct onnx_value sort(struct onnx_graph *g, struct onnx_value x,
			      struct onnx_value *last)
{
	static const int64_t flat[] = { 0, -1 }, unit = 1;
	struct onnx_value in[2] = { reshape(g, "fit.pixels", x, flat, 2) };
	struct onnx_value sorted = onnx_graph_value("fit.sorted"),
			  n = onnx_graph_value("fit.count");
	struct buf shape = { 0 }, node = { 0 };

	onnx_graph_int(&shape, "start", 1);
	onnx_graph_int(&shape, "end", 2);
	in[1] = onnx_graph_node(g, "Shape", &shape, in, 1, n);
	onnx_graph_int(&node, "axis", 1);
	onnx_graph_int(&node, "largest", 0);
	onnx_graph_int(&node, "sorted", 1);
	onnx_graph_output(&node, sorted);
	onnx_graph_node(g, "TopK", &node, in, 2,
			onnx_graph_value("fit.places"));
	n = two(g, "Sub", "fit.last_count", n,
		onnx_graph_constant(g, onnx_graph_value("fit.unit"),
				    ONNX_GRAPH_INT64, &unit, 1, 1));
	*last = cast(g, "fit.last", n, ONNX_GRAPH_DOUBLE);
	return sorted;
}

static struct onnx_value mean(struct onnx_graph *g, const char *name,
			      struct onnx_value x)
{
	struct buf node = { 0 };

	onnx_graph_range(&node, "axes", 1, 1 + g->axes);
	onnx_graph_int(&node, "keepdims", 1);
	return onnx_graph_node(g, "ReduceMean", &node, &x, 1,
			       onnx_graph_value(name));
}

/* Which value of X becomes 0, and how far from it lies the one that becomes
 * 1. */
static struct onnx_value find_distance(struct onnx_graph *g,
				       const struct fit_rule *r,
				       struct onnx_value x,
				       struct onnx_value *zero)
{
	double p[NORM_PERCENTS];
	int all = !strcmp(r->method, "minmax"), low = NORM_LOW, high;
	struct onnx_value v, last;

	if (!strcmp(r->method, "zscore")) {
		*zero = mean(g, "fit.zero", x);
		v = two(g, "Sub", "fit.off", x, *zero);
		v = two(g, "Mul", "fit.square", v, v);
		return one(g, "Sqrt", "fit.distance", mean(g, "fit.var", v));
	}
	fit_rule_percents(r, p);
	high = NORM_HIGH;
	if (!strcmp(r->method, "robust")) {
		low = NORM_Q1;
		high = NORM_Q3;
	}
	x = sort(g, x, &last);
	*zero = percentile(g, "fit.low", x, last, all ? 0 : p[low]);
	v = percentile(g, "fit.high", x, last, all ? 100 : p[high]);
	v = two(g, "Sub", "fit.distance", v, *zero);
	if (low == NORM_Q1)
		*zero = percentile(g, "fit.median", x, last, p[NORM_MEDIAN]);
	return v;
}

struct onnx_value onnx_norm_fit(struct onnx_graph *g, const struct fit_rule *r,
				struct onnx_value x)
{
	struct onnx_value zero, distance;

	x = cast(g, "fit.source", x, ONNX_GRAPH_DOUBLE);
	distance = find_distance(g, r, x, &zero);
	x = two(g, "Sub", "fit.shifted", x, zero);
	x = two(g, "Div", "fit.scaled", x, distance);
	return cast(g, "fit.normalised", x, ONNX_GRAPH_FLOAT);
}

struct onnx_value onnx_norm_undo(struct onnx_graph *g, const struct norm *n,
				 size_t channels, struct onnx_value x)
{
	double offset[CHANNELS_MOST], scale[CHANNELS_MOST];

	for (size_t k = 0; k < channels; k++) {
		offset[k] = n[k].offset;
		scale[k] = n[k].scale;
	}
	x = calculate_each(g, "Div", "target_scale", x, scale, channels, 1);
	return calculate_each(g, "Add", "target_offset", x, offset, channels,
			      0);
}
