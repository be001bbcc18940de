/*
 * t_onnx.c - networks written as ONNX, read back by a reader that knows only
 * the published format, and computed by one that knows only the operators'
 * definitions: they give PyTorch's output (tests/ref/unet).
 */
#include "base/mem.h"
#include "base/thread_pool.h"
#include "export/onnx.h"
#include "nn/net.h"
#include "nn/net_init.h"
#include "nn/weights_net.h"

#include "unit.h"

/* --- messages --- */

struct span {
	const unsigned char *p, *end;
};

struct field {
	int number, type;
	uint64_t x;	  /* of varints */
	struct span span; /* of bytes */
};

static uint64_t varint(struct span *s)
{
	uint64_t x = 0;

	for (int shift = 0; shift < 64; shift += 7) {
		assert_true(s->p < s->end);
		x |= (uint64_t)(*s->p & 127) << shift;
		if (*s->p++ < 128)
			return x;
	}
	fail_msg("a varint of more than ten bytes");
	return 0;
}

static int next(struct span *s, struct field *f)
{
	uint64_t key;

	if (s->p == s->end)
		return 0;
	key = varint(s);
	f->number = (int)(key >> 3);
	f->type = (int)(key & 7);
	if (f->type != 0 && f->type != 2)
		fail_msg("wire type %d is not used here", f->type);
	f->x = varint(s);
	if (f->type == 2) {
		assert_true(f->x <= (uint64_t)(s->end - s->p));
		f->span = (struct span){ s->p, s->p + f->x };
		s->p += f->x;
	}
	return 1;
}

/* The first field NUMBER of S; there must be one. */
static struct field need(struct span s, int number)
{
	struct field f;

	while (next(&s, &f))
		if (f.number == number)
			return f;
	fail_msg("no field %d", number);
	return f;
}

static size_t count(struct span s, int number)
{
	struct field f;
	size_t n = 0;

	while (next(&s, &f))
		n += f.number == number;
	return n;
}

static int is(struct span s, const char *text)
{
	return (size_t)(s.end - s.p) == strlen(text) &&
	       !memcmp(s.p, text, strlen(text));
}

/* --- values --- */

#define AXES 5 /* n, c, z, y, x; planes have one z */

struct array {
	struct span name;
	size_t side[AXES];
	int type; /* of its elements: 1, 7 or 11 */
	double *px;
	size_t len;
};

struct machine {
	struct array value[400];
	size_t n;
	int volume;
};

static struct array *find(struct machine *m, struct span name)
{
	for (size_t i = m->n; i-- > 0;)
		if (name.end - name.p ==
			    m->value[i].name.end - m->value[i].name.p &&
		    !memcmp(name.p, m->value[i].name.p,
			    (size_t)(name.end - name.p)))
			return &m->value[i];
	fail_msg("no value '%.*s'", (int)(name.end - name.p), name.p);
	return NULL;
}

static struct array *add(struct machine *m, struct span name,
			 const size_t *side)
{
	struct array *a = &m->value[m->n++];

	assert_true(m->n < sizeof(m->value) / sizeof(*m->value));
	*a = (struct array){ .name = name, .len = 1 };
	for (int i = 0; i < AXES; i++)
		a->len *= a->side[i] = side[i];
	a->px = mem_zero(a->len, sizeof(*a->px));
	a->type = 1;
	return a;
}

/* Sides as five, the two that all have first. */
static void five(const struct machine *m, size_t *to, const size_t *from,
		 size_t n)
{
	size_t some[AXES] = { 1, 1, 1, 1, 1 };

	if (n < 4)
		memcpy(some, from, n * sizeof(*from));
	else
		for (size_t i = 0; i < n; i++)
			some[i < 2 || m->volume ? i : i + 1] = from[i];
	memcpy(to, some, sizeof(some));
}

static void add_initializer(struct machine *m, struct span t)
{
	struct span s = t, raw = need(t, 9).span;
	size_t dims[AXES], side[AXES], n = 0;
	uint64_t type = need(t, 2).x;
	struct array *a;
	struct field f;

	while (next(&s, &f))
		if (f.number == 1) {
			assert_true(n < AXES);
			dims[n++] = (size_t)f.x;
		}
	five(m, side, dims, n);
	a = add(m, need(t, 8).span, side);
	a->type = (int)type;
	assert_int_equal(raw.end - raw.p, a->len * (type == 1 ? 4 : 8));
	for (size_t i = 0; i < a->len; i++) {
		float real;
		int64_t whole;

		memcpy(&real, raw.p + 4 * i, 4);
		if (type == 1)
			a->px[i] = (double)real;
		else if (type == 11)
			memcpy(&a->px[i], raw.p + 8 * i, 8);
		else
			memcpy(&whole, raw.p + 8 * i, 8);
		if (type == 7)
			a->px[i] = (double)whole;
	}
}

/* --- operators --- */

/* The numbers of attribute NAME; its type must be TYPE. */
static size_t attribute(struct span node, const char *name, uint64_t type,
			size_t *to)
{
	struct field f, g;
	size_t n = 0;

	while (next(&node, &f)) {
		if (f.number != 5 || !is(need(f.span, 1).span, name))
			continue;
		assert_true(need(f.span, 20).x == type);
		while (next(&f.span, &g))
			if (g.number == 3 || g.number == 8)
				to[n++] = (size_t)g.x;
		return n;
	}
	fail_msg("no attribute '%s'", name);
	return 0;
}

static int has_text(struct span node, const char *name, const char *text)
{
	struct field f;

	while (next(&node, &f))
		if (f.number == 5 && is(need(f.span, 1).span, name)) {
			assert_true(need(f.span, 20).x == 3);
			return is(need(f.span, 4).span, text);
		}
	fail_msg("no attribute '%s'", name);
	return 0;
}

static void need_text(struct span node, const char *name, const char *text)
{
	assert_true(has_text(node, name, text));
}

/* N numbers of an attribute for the axes of space, as three. */
static void need_axes(const struct machine *m, struct span node,
		      const char *name, size_t *to)
{
	size_t v[8], n = attribute(node, name, 7, v), axes = m->volume ? 3 : 2;

	assert_true(n == axes || n == 2 * axes);
	for (size_t half = 0; half < n / axes; half++) {
		to[3 * half] = strcmp(name, "pads") != 0;
		for (size_t i = 0; i < axes; i++)
			to[3 * half + 3 - axes + i] = v[axes * half + i];
	}
}

static size_t at(const struct array *a, size_t n, size_t c, size_t z, size_t y,
		 size_t x)
{
	const size_t *s = a->side;

	return (((n * s[1] + c) * s[2] + z) * s[3] + y) * s[4] + x;
}

#define EACH(a, n, c, z, y, x)                                               \
	for (size_t n = 0; n < (a)->side[0]; n++)                            \
		for (size_t c = 0; c < (a)->side[1]; c++)                    \
			for (size_t z = 0; z < (a)->side[2]; z++)            \
				for (size_t y = 0; y < (a)->side[3]; y++)    \
					for (size_t x = 0; x < (a)->side[4]; \
					     x++)

/* The sum below one output of a convolution; P is what lies before. */
static double taps(const struct array *a, const struct array *w, size_t n,
		   size_t out, const size_t *place, const size_t *p)
{
	double sum = 0;

	for (size_t c = 0; c < w->side[1]; c++)
		for (size_t k = 0; k < w->side[2] * w->side[3] * w->side[4];
		     k++) {
			size_t z = k / w->side[4] / w->side[3];
			size_t y = k / w->side[4] % w->side[3];
			size_t x = k % w->side[4];
			/* outside wraps around to more than any side */
			size_t sz = place[0] + z - p[0];
			size_t sy = place[1] + y - p[1];
			size_t sx = place[2] + x - p[2];

			if (sz < a->side[2] && sy < a->side[3] &&
			    sx < a->side[4])
				sum += a->px[at(a, n, c, sz, sy, sx)] *
				       w->px[at(w, out, c, z, y, x)];
		}
	return sum;
}

static void convolve(struct machine *m, struct span node, struct array **in,
		     struct span out)
{
	const struct array *a = in[0], *w = in[1], *bias = in[2];
	size_t k[6], pads[6], ones[6], group, side[AXES];
	struct array *o;

	need_axes(m, node, "kernel_shape", k);
	need_axes(m, node, "pads", pads);
	need_axes(m, node, "strides", ones);
	need_axes(m, node, "dilations", ones + 3);
	for (int i = 0; i < 6; i++)
		assert_int_equal(ones[i], 1);
	assert_int_equal(attribute(node, "group", 2, &group), 1);
	assert_int_equal(group, 1);
	assert_int_equal(w->side[1], a->side[1]);
	assert_int_equal(bias->len, w->side[0]);
	side[0] = a->side[0];
	side[1] = w->side[0];
	for (int i = 0; i < 3; i++) {
		assert_int_equal(k[i], w->side[2 + i]);
		side[2 + i] = a->side[2 + i] + pads[i] + pads[3 + i] + 1 - k[i];
	}
	o = add(m, out, side);
	EACH (o, n, c, z, y, x) {
		size_t place[3] = { z, y, x };

		o->px[at(o, n, c, z, y, x)] = bias->px[c] +
					      taps(a, w, n, c, place, pads);
	}
}

static void pool(struct machine *m, struct span node, const struct array *a,
		 struct span out)
{
	size_t k[6], strides[6], pads[6],
		side[AXES] = { a->side[0], a->side[1] };
	struct array *o;

	need_axes(m, node, "kernel_shape", k);
	need_axes(m, node, "strides", strides);
	need_axes(m, node, "pads", pads);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(strides[i], k[i]);
		assert_int_equal(pads[i] + pads[3 + i], 0);
		assert_int_equal(a->side[2 + i] % k[i], 0);
		side[2 + i] = a->side[2 + i] / k[i];
	}
	o = add(m, out, side);
	for (size_t i = 0; i < o->len; i++)
		o->px[i] = -INFINITY;
	EACH (a, n, c, z, y, x) {
		double *p = &o->px[at(o, n, c, z / k[0], y / k[1], x / k[2])];

		*p = fmax(*p, a->px[at(a, n, c, z, y, x)]);
	}
}

/* half_pixel: the eight, or four, neighbours of a place. */
static double between(const struct array *a, size_t n, size_t c,
		      const size_t *place, double scale, int volume)
{
	double sum = 0;

	for (int corner = 0; corner < 8; corner += volume ? 1 : 2) {
		size_t to[3] = { 0 };
		double weight = 1;

		for (int i = volume ? 0 : 1; i < 3; i++) {
			double s = ((double)place[i] + 0.5) / scale - 0.5;
			int behind = corner >> i & 1;
			double p = floor(s) + behind;

			weight *= behind ? s - floor(s) : 1 - (s - floor(s));
			to[i] = (size_t)fmin(fmax(p, 0),
					     (double)a->side[2 + i] - 1);
		}
		sum += weight * a->px[at(a, n, c, to[0], to[1], to[2])];
	}
	return sum;
}

static void resize(struct machine *m, struct span node, struct array **in,
		   struct span out)
{
	const struct array *a = in[0];
	const double *scale = in[2]->px;
	size_t side[AXES] = { a->side[0], a->side[1], a->side[2], a->side[3],
			      a->side[4] };
	size_t f = (size_t)scale[2];
	struct array *o;

	int linear = has_text(node, "mode", "linear");

	need_text(node, "coordinate_transformation_mode",
		  linear ? "half_pixel" : "asymmetric");
	if (!linear) {
		need_text(node, "mode", "nearest");
		need_text(node, "nearest_mode", "floor");
	}
	assert_int_equal(in[2]->len, m->volume ? 5 : 4);
	assert_true(scale[0] == 1 && scale[1] == 1 && scale[3] == scale[2]);
	for (int i = m->volume ? 2 : 3; i < AXES; i++)
		side[i] *= f;
	o = add(m, out, side);
	EACH (o, n, c, z, y, x) {
		size_t place[3] = { z, y, x };

		if (linear)
			o->px[at(o, n, c, z, y, x)] =
				between(a, n, c, place, scale[2], m->volume);
		else
			o->px[at(o, n, c, z, y, x)] =
				a->px[at(a, n, c, m->volume ? z / f : z, y / f,
					 x / f)];
	}
}

static void slice(struct machine *m, struct array **in, struct span out)
{
	const struct array *a = in[0];
	size_t from[AXES] = { 0 }, side[AXES];
	struct array *o;

	memcpy(side, a->side, sizeof(side));
	assert_int_equal(in[3]->len, m->volume ? 3 : 2);
	for (size_t i = 0; i < in[3]->len; i++) {
		size_t axis = (size_t)in[3]->px[i] + !m->volume;

		assert_true(in[2]->px[i] < 0);
		from[axis] = (size_t)in[1]->px[i];
		side[axis] -= from[axis] + (size_t)-in[2]->px[i];
	}
	o = add(m, out, side);
	EACH (o, n, c, z, y, x)
		o->px[at(o, n, c, z, y, x)] =
			a->px[at(a, n, c, z + from[2], y + from[3],
				 x + from[4])];
}

static void concat(struct machine *m, struct span node, struct array **in,
		   struct span out)
{
	const struct array *a = in[0], *b = in[1];
	size_t axis, side[AXES];
	struct array *o;

	attribute(node, "axis", 2, &axis);
	assert_int_equal(axis, 1);
	memcpy(side, a->side, sizeof(side));
	side[1] += b->side[1];
	for (int i = 0; i < AXES; i++)
		assert_true(i == 1 || a->side[i] == b->side[i]);
	o = add(m, out, side);
	EACH (o, n, c, z, y, x)
		o->px[at(o, n, c, z, y, x)] =
			c < a->side[1] ?
				a->px[at(a, n, c, z, y, x)] :
				b->px[at(b, n, c - a->side[1], z, y, x)];
}

/* Shape, where N, 0 and -1 stand for sides of A. */
static void reshape(struct machine *m, struct array **in, struct span out)
{
	const struct array *a = in[0], *to = in[1];
	size_t side[AXES] = { 1, 1, 1, 1, 1 };
	struct array *o;

	if (to->px[0] < 0) {
		assert_int_equal(to->len, m->volume ? 5 : 4);
		side[0] = a->len;
	} else {
		assert_true(to->len == 2 && to->px[0] == 0 && to->px[1] < 0);
		side[0] = a->side[0];
		side[1] = a->len / a->side[0];
	}
	o = add(m, out, side);
	o->type = a->type;
	memcpy(o->px, a->px, a->len * sizeof(*a->px));
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* All pixels of each image, sorted. */
static void sort(struct machine *m, struct span node, struct array **in,
		 struct span out)
{
	const struct array *a = in[0];
	size_t axis, largest, sorted;
	struct array *o = add(m, out, a->side);

	attribute(node, "axis", 2, &axis);
	attribute(node, "largest", 2, &largest);
	attribute(node, "sorted", 2, &sorted);
	assert_true(axis == 1 && !largest && sorted);
	assert_true(in[1]->px[0] == (double)a->side[1]);
	o->type = a->type;
	memcpy(o->px, a->px, a->len * sizeof(*a->px));
	for (size_t i = 0; i < a->side[0]; i++)
		qsort(o->px + i * a->side[1], a->side[1], sizeof(*a->px),
		      ascending);
}

static void gather(struct machine *m, struct span node, struct array **in,
		   struct span out)
{
	const struct array *a = in[0];
	size_t axis, side[AXES] = { a->side[0], 1, 1, 1, 1 };
	struct array *o = add(m, out, side);

	attribute(node, "axis", 2, &axis);
	assert_true(axis == 1 && in[1]->len == 1 && in[1]->type == 7);
	assert_true(in[1]->px[0] < (double)a->side[1]);
	o->type = a->type;
	for (size_t i = 0; i < side[0]; i++)
		o->px[i] = a->px[i * a->side[1] + (size_t)in[1]->px[0]];
}

static void mean(struct machine *m, struct span node, const struct array *a,
		 struct span out)
{
	size_t axes[AXES], keep, side[AXES] = { a->side[0], 1, 1, 1, 1 };
	size_t n = a->len / a->side[0];
	struct array *o = add(m, out, side);

	assert_int_equal(attribute(node, "axes", 7, axes), m->volume ? 4 : 3);
	attribute(node, "keepdims", 2, &keep);
	assert_true(axes[0] == 1 && keep == 1);
	o->type = a->type;
	for (size_t i = 0; i < a->len; i++)
		o->px[i / n] += a->px[i] / (double)n;
}

static double result(struct span type, double x, double y)
{
	if (is(type, "Sub"))
		return x - y;
	if (is(type, "Add"))
		return x + y;
	if (is(type, "Mul"))
		return x * y;
	if (is(type, "Div"))
		return x / y;
	if (is(type, "Relu"))
		return fmax(x, 0);
	if (is(type, "Sigmoid"))
		return 1 / (1 + exp(-x));
	if (is(type, "Tanh"))
		return tanh(x);
	if (is(type, "Softplus"))
		return log1p(exp(x));
	if (is(type, "Floor"))
		return floor(x);
	if (is(type, "Ceil"))
		return ceil(x);
	if (is(type, "Sqrt"))
		return sqrt(x);
	assert_true(is(type, "Identity") || is(type, "Cast"));
	return x;
}

/* Pixel by pixel; sides of one are repeated. */
static void calculate(struct machine *m, struct span node, struct array **in,
		      struct span out)
{
	struct span type = need(node, 4).span;
	const struct array *a = in[0], *b = in[1] ? in[1] : in[0];
	size_t side[AXES], to = (size_t)a->type;
	struct array *o;

	for (int i = 0; i < AXES; i++) {
		side[i] = a->side[i] > 1 ? a->side[i] : b->side[i];
		assert_true(a->side[i] == 1 || a->side[i] == side[i]);
		assert_true(b->side[i] == 1 || b->side[i] == side[i]);
	}
	assert_int_equal(a->type, b->type);
	if (is(type, "Cast"))
		attribute(node, "to", 2, &to);
	o = add(m, out, side);
	o->type = (int)to;
#define REPEATED(a)                                                         \
	(a)->px[at(a, n % (a)->side[0], c % (a)->side[1], z % (a)->side[2], \
		   y % (a)->side[3], x % (a)->side[4])]
	EACH (o, n, c, z, y, x)
		o->px[at(o, n, c, z, y, x)] = result(type, REPEATED(a),
						     REPEATED(b));
}

/* The number of pixels of an image. */
static void count_pixels(struct machine *m, struct span node,
			 const struct array *a, struct span out)
{
	size_t start, end, one[AXES] = { 1, 1, 1, 1, 1 };
	struct array *o = add(m, out, one);

	attribute(node, "start", 2, &start);
	attribute(node, "end", 2, &end);
	assert_true(start == 1 && end == 2);
	o->type = 7;
	o->px[0] = (double)a->side[1];
}

/* A runtime computes in the type of the values. */
static void round_all(struct array *a)
{
	for (size_t i = 0; a->type == 1 && i < a->len; i++)
		a->px[i] = (double)(float)a->px[i];
}

static void compute(struct machine *m, struct span node)
{
	struct span type = need(node, 4).span, out = need(node, 2).span;
	struct array *in[4] = { NULL };
	struct span s = node;
	struct field f;
	size_t n = 0;

	while (next(&s, &f))
		if (f.number == 1) {
			assert_true(n < 4);
			in[n++] = f.x ? find(m, f.span) : NULL;
		}
	assert_int_equal(count(node, 2), is(type, "TopK") ? 2 : 1);
	if (is(type, "Conv"))
		convolve(m, node, in, out);
	else if (is(type, "MaxPool"))
		pool(m, node, in[0], out);
	else if (is(type, "Resize"))
		resize(m, node, in, out);
	else if (is(type, "Slice"))
		slice(m, in, out);
	else if (is(type, "Concat"))
		concat(m, node, in, out);
	else if (is(type, "Reshape"))
		reshape(m, in, out);
	else if (is(type, "TopK"))
		sort(m, node, in, out);
	else if (is(type, "Gather"))
		gather(m, node, in, out);
	else if (is(type, "Shape"))
		count_pixels(m, node, in[0], out);
	else if (is(type, "ReduceMean"))
		mean(m, node, in[0], out);
	else
		calculate(m, node, in, out);
	round_all(find(m, out));
}

/* --- models --- */

/* The sides of an input or output must be named, and its channels known. */
static void check_value(const struct machine *m, struct span v,
			const char *name, size_t channels)
{
	struct span type = need(v, 2).span, tensor = need(type, 1).span;
	struct span shape = need(tensor, 2).span;
	struct field f;
	size_t n = 0;

	assert_true(is(need(v, 1).span, name));
	assert_int_equal(need(tensor, 1).x, 1);
	for (; next(&shape, &f); n++)
		if (n == 1)
			assert_int_equal(need(f.span, 1).x, channels);
		else
			assert_true(need(f.span, 2).x > 0);
	assert_int_equal(n, m->volume ? 5 : 4);
}

/* Computes the model in the bytes of FILE for X. */
static struct array *run(struct machine *m, const struct buf *file,
			 const struct unet *u, const struct tensor *x)
{
	const unsigned char *p = (const unsigned char *)file->data;
	struct span model = { p, p + file->len }, graph = need(model, 7).span;
	struct span s = graph;
	struct array *a;
	struct field f;
	size_t side[AXES];

	assert_int_equal(need(model, 1).x, 8);
	assert_int_equal(need(need(model, 8).span, 2).x, 17);
	assert_true(need(graph, 2).x > 0);
	m->volume = u->volume != 0;
	five(m, side, x->shape, (size_t)x->dims);
	check_value(m, need(graph, 11).span, "source", (size_t)u->in_channels);
	check_value(m, need(graph, 12).span, "prediction",
		    (size_t)u->out_channels);
	a = add(m, need(need(graph, 11).span, 1).span, side);
	for (size_t i = 0; i < a->len; i++)
		a->px[i] = (double)x->data[i];
	while (next(&s, &f))
		if (f.number == 5)
			add_initializer(m, f.span);
	for (s = graph; next(&s, &f);)
		if (f.number == 1)
			compute(m, f.span);
	return find(m, need(need(graph, 12).span, 1).span);
}

static void release(struct machine *m)
{
	for (size_t i = 0; i < m->n; i++) {
		free(m->value[i].px);
	}
	free(m);
}

static int collect(void *arg, const void *data, size_t n)
{
	buf_add(arg, data, n);
	return 0;
}

static void make(struct buf *to, const struct onnx_model *m)
{
	struct err err = { 0 };
	struct onnx o;

	if (onnx_make(&o, m, &err) < 0)
		fail_msg("%s", err.text);
	assert_int_equal(onnx_pieces(&o, collect, to), 0);
	assert_int_equal(to->len, o.size);
	onnx_release(&o);
}

static void near(const char *what, const struct array *got, const float *want,
		 size_t n, double tolerance)
{
	double worst = 0, low = INFINITY, high = -INFINITY;

	assert_int_equal(got->len, n);
	for (size_t i = 0; i < n; i++) {
		double d = fabs(got->px[i] - (double)want[i]);

		worst = d <= worst ? worst : d;
		low = fmin(low, (double)want[i]);
		high = fmax(high, (double)want[i]);
	}
	if (!(worst <= tolerance * (high - low)))
		fail_msg("%s: off by %g of %g", what, worst, high - low);
}

/* Tensors "w.NAME" of the file as NAME. */
static void take_weights(struct weights *to, const struct weights *file)
{
	for (size_t i = 0; i < file->n; i++) {
		const struct tensor *t = &file->tensor[i];

		if (!strncmp(t->name, "w.", 2))
			weights_add(to, t->name + 2, t->shape, t->dims,
				    t->data);
	}
}

static void check_reference(const char *name)
{
	const char *top = getenv("srcdir");
	char *path = mem_printf("%s/tests/ref/unet/%s.safetensors",
				top ? top : ".", name);
	struct machine *m = mem_zero(1, sizeof(*m));
	struct weights file, w = { 0 };
	struct buf b = { 0 };
	struct err err = { 0 };
	struct unet u;
	const struct tensor *want;

	if (weights_read(&file, path, &err) < 0 ||
	    weights_net_unet(&file, &u, &err) < 0)
		fail_msg("%s", err.text);
	take_weights(&w, &file);
	make(&b,
	     &(struct onnx_model){ .unet = &u, .weights = &w, .about = "" });
	want = weights_find(&file, "out");
	near(name, run(m, &b, &u, weights_find(&file, "x")), want->data,
	     want->len, 1e-5);
	release(m);
	buf_release(&b);
	weights_release(&w);
	weights_release(&file);
	free(path);
}

static void models_give_pytorchs_output(void **state)
{
	static const char *const names[] = {
		"plain",
		"channels",
		"factor3",
		"kernel5",
		"deep",
		"wide",
		"flat",
		"kernel1",
		"kernel2",
		"kernel4",
		"valid",
		"valid-flat",
		"valid-kernel4",
		"volume",
		"volume-deep",
		"volume-flat",
		"volume-factor3",
		"volume-kernel1",
		"volume-valid",
		"volume-valid-kernel2",
		"bilinear",
		"bilinear-maps8",
		"bilinear-factor3",
		"bilinear-valid",
		"trilinear",
		"trilinear-factor3",
		"trilinear-valid",
		"final-relu",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		check_reference(names[i]);
}

/* Raw pixels go in; their range is small beside their offset.  With METHOD an
 * image is fitted by itself, here by the tool's own statistics. */
static void check_inside(const char *method, const struct norm *source)
{
	const struct unet u = { 2, 1, 1, 4, 2, 2, 3, 0, 0, 0, 0 };
	const struct fit_rule fit = { .method = method,
				      .low = 3,
				      .high = 97.5 };
	const struct norm target = { 500.5, 0.05 };
	struct thread_pool *pool = thread_pool_new(1);
	struct machine *m = mem_zero(1, sizeof(*m));
	float raw[8 * 12], px[8 * 12], want[8 * 12];
	const struct tensor x = {
		.shape = { 1, 1, 8, 12 }, .dims = 4, .len = 96, .data = raw
	};
	struct buf b = { 0 }, again = { 0 };
	struct err err = { 0 };
	struct net *net = net_new(&u, pool, &err);
	struct weights w;
	struct onnx_model model = { .unet = &u,
				    .weights = &w,
				    .source = source,
				    .target = &target,
				    .fit = method ? &fit : NULL,
				    .about = "" };

	assert_non_null(net);
	net_init(net, 5);
	for (int i = 0; i < 96; i++)
		raw[i] = px[i] = (float)(30000 + i * i % 101);
	norm_apply(source, px, 96);
	net_forward(net, px, want, 1, (struct extent){ 1, 8, 12 });
	norm_undo(&target, want, 96);
	weights_net_view(&w, net);
	make(&b, &model);
	near(method ? method : "fixed", run(m, &b, &u, &x), want, 96, 1e-5);
	make(&again, &model);
	assert_int_equal(again.len, b.len);
	assert_memory_equal(again.data, b.data, b.len);
	release(m);
	buf_release(&b);
	buf_release(&again);
	weights_release(&w);
	net_free(net);
	thread_pool_free(pool);
}

/* Each channel by numbers of its own. */
static void channels_are_normalised_inside(void **state)
{
	enum { C = 3, N = 8 * 12 };
	const struct unet u = { 2, C, 1, 4, 2, 2, 3, 0, 0, 0, 0 };
	const struct norm source[C] = { { 30000.37, 0.02 },
					{ 0, 1 },
					{ -7.5, 0.5 } };
	const struct norm target = { 500.5, 0.05 };
	struct thread_pool *pool = thread_pool_new(1);
	struct machine *m = mem_zero(1, sizeof(*m));
	float raw[C * N], px[C * N], want[N];
	const struct tensor x = {
		.shape = { 1, C, 8, 12 }, .dims = 4, .len = C * N, .data = raw
	};
	struct buf b = { 0 };
	struct err err = { 0 };
	struct net *net = net_new(&u, pool, &err);
	struct weights w;
	struct onnx_model model = { .unet = &u,
				    .weights = &w,
				    .source = source,
				    .target = &target,
				    .about = "" };

	(void)state;
	assert_non_null(net);
	net_init(net, 5);
	for (int i = 0; i < C * N; i++)
		raw[i] = px[i] = (float)((i < N ? 30000 : 0) + i * i % 101);
	for (int k = 0; k < C; k++)
		norm_apply(&source[k], px + k * N, N);
	net_forward(net, px, want, 1, (struct extent){ 1, 8, 12 });
	norm_undo(&target, want, N);
	weights_net_view(&w, net);
	make(&b, &model);
	near("channels", run(m, &b, &u, &x), want, N, 1e-5);
	release(m);
	buf_release(&b);
	weights_release(&w);
	net_free(net);
	thread_pool_free(pool);
}

/* The numbers are numpy's, of 30000 + i * i % 101 for i below 96. */
static void normalisation_can_be_inside(void **state)
{
	(void)state;
	check_inside(NULL, &(struct norm){ 30000.37, 0.02 });
	check_inside("minmax", &(struct norm){ 30000, 1 / 100. });
	check_inside("percentile", &(struct norm){ 30004.85, 1 / 92.15 });
	check_inside("robust", &(struct norm){ 30053, 1 / 56.25 });
	check_inside("zscore",
		     &(struct norm){ 30052.03125, 1 / 29.782353949458617 });
}

/* Metadata come from the weights, in their order. */
static void metadata_go_along(void **state)
{
	const struct unet u = { 1, 1, 1, 1, 2, 2, 1, 0, 0, 0, 0 };
	struct weights w = { 0 };
	struct buf b = { 0 };
	struct span model, property;

	(void)state;
	weights_set(&w, "run", "an id");
	weights_set(&w, "b", "c");
	make(&b, &(struct onnx_model){
			 .unet = &u, .weights = &w, .about = "words" });
	model.p = (const unsigned char *)b.data;
	model.end = model.p + b.len;
	assert_int_equal(count(model, 14), 2);
	property = need(model, 14).span;
	assert_true(is(need(property, 1).span, "run"));
	assert_true(is(need(property, 2).span, "an id"));
	assert_true(is(need(need(model, 7).span, 10).span, "words"));
	buf_release(&b);
	weights_release(&w);
}

/* No data are looked at: there are none. */
static void two_gigabytes_are_refused(void **state)
{
	const struct unet u = { 1, 1, 1, 1, 2, 2, 1, 0, 0, 0, 0 };
	size_t shape = (size_t)1 << 29;
	struct weights w = { 0 };
	struct err err = { 0 };
	struct onnx o;

	(void)state;
	weights_add(&w, "large", &shape, 1, NULL);
	assert_int_equal(onnx_make(&o,
				   &(struct onnx_model){ .unet = &u,
							 .weights = &w,
							 .about = "" },
				   &err),
			 -1);
	assert_says(&err, ERR_DATA, "2 GiB");
	weights_release(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(models_give_pytorchs_output),
		cmocka_unit_test(normalisation_can_be_inside),
		cmocka_unit_test(channels_are_normalised_inside),
		cmocka_unit_test(metadata_go_along),
		cmocka_unit_test(two_gigabytes_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
