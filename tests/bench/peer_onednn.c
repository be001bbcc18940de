/*
 * peer_onednn.c - the UNet by hand on oneDNN 2's C interface, in the layouts
 * that the library itself prefers, with no framework in between:
 *
 *	peer_onednn step|infer direct|winograd DEPTH FMAPS SIDE BATCH
 *
 * A step is forward, mean squared error, backward, Adam, on one batch that
 * is in memory already.  Threads: OMP_NUM_THREADS.  Talks as turn.h says;
 * ends with 3 where oneDNN has no such algorithm for this processor.
 */
#include <math.h>
#include <omp.h>
#include <oneapi/dnnl/dnnl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "turn.h"

#if DNNL_VERSION_MAJOR != 2
#error "this speaks to oneDNN 2 only"
#endif

#define MOST 16 /* levels; also arguments of a primitive */
#define TRY(call) try(call, #call)

typedef dnnl_memory_desc_t desc;

struct mem {
	desc md;
	dnnl_memory_t m;
	float *p;
	size_t len; /* floats, padding included */
};

struct op {
	dnnl_primitive_t p;
	int n;
	dnnl_exec_arg_t arg[MOST];
};

struct ops {
	struct op *at;
	size_t n;
};

struct layer { /* a convolution, with ReLU or not */
	int64_t in, out, k;
	int relu;
	struct mem src, dst, w, b, dw, db, m1, m2, mb1, mb2;
	dnnl_primitive_desc_t forward;
};

static struct {
	int train, depth;
	int64_t maps[MOST], side, batch;
	dnnl_alg_kind_t alg;
	dnnl_engine_t engine;
	dnnl_stream_t stream;
	struct layer layer[4 * MOST];
	size_t layers;
	struct ops forward, backward;
	struct mem x, y, dy, want;
	struct mem skip[MOST], pooled[MOST], space[MOST], up[MOST];
	dnnl_primitive_desc_t pool[MOST], resample[MOST];
	double beta1, beta2, loss;
} net;

static void try(dnnl_status_t s, const char *what)
{
	if (s == dnnl_success)
		return;
	fprintf(stderr, "peer_onednn: %s: %s\n", what,
		s == dnnl_unimplemented ? "there is none here" : "failed");
	exit(s == dnnl_unimplemented ? 3 : 4);
}

/* ---- memory ---- */

static desc desc_of(int64_t n, int64_t c, int64_t h, int64_t w,
		    dnnl_format_tag_t tag)
{
	dnnl_dims_t d = { n, c, h, w };
	desc md;

	TRY(dnnl_memory_desc_init_by_tag(&md, 4, d, dnnl_f32, tag));
	return md;
}

static desc vector_of(int64_t n)
{
	dnnl_dims_t d = { n };
	desc md;

	TRY(dnnl_memory_desc_init_by_tag(&md, 1, d, dnnl_f32, dnnl_x));
	return md;
}

/* Zeros in large pages, as ours has them. */
static struct mem mem_new(const desc *md)
{
	struct mem m = { .md = *md };
	size_t bytes = dnnl_memory_desc_get_size(md), page = (size_t)2 << 20;

	m.len = bytes / sizeof(float);
	m.p = aligned_alloc(page, (bytes + page - 1) / page * page);
	if (!m.p)
		exit(4);
	madvise(m.p, bytes, MADV_HUGEPAGE);
	memset(m.p, 0, bytes);
	TRY(dnnl_memory_create(&m.m, md, net.engine, m.p));
	return m;
}

static desc md_of(const_dnnl_primitive_desc_t pd, dnnl_query_t what)
{
	return *dnnl_primitive_desc_query_md(pd, what, 0);
}

static struct mem mem_for(const_dnnl_primitive_desc_t pd, dnnl_query_t what)
{
	desc md = md_of(pd, what);

	return mem_new(&md);
}

/* ---- primitives ---- */

static dnnl_primitive_desc_t plan(const void *d, dnnl_primitive_attr_t attr,
				  dnnl_primitive_desc_t hint)
{
	dnnl_primitive_desc_t pd;

	TRY(dnnl_primitive_desc_create(&pd, d, attr, net.engine, hint));
	return pd;
}

/* The primitive's arguments: N of (which, memory). */
static void add(struct ops *to, dnnl_primitive_desc_t pd, int n,
		const dnnl_exec_arg_t *arg)
{
	struct op *o;

	to->at = realloc(to->at, (to->n + 1) * sizeof(*to->at));
	if (!to->at)
		exit(4);
	o = &to->at[to->n++];
	TRY(dnnl_primitive_create(&o->p, pd));
	o->n = n;
	memcpy(o->arg, arg, (size_t)n * sizeof(*arg));
}

#define ADD(to, pd, ...)                                              \
	do {                                                          \
		const dnnl_exec_arg_t args[] = { __VA_ARGS__ };       \
		add(to, pd, (int)(sizeof args / sizeof *args), args); \
	} while (0)

static void run(const struct ops *o)
{
	for (size_t i = 0; i < o->n; i++)
		TRY(dnnl_primitive_execute(o->at[i].p, net.stream, o->at[i].n,
					   o->at[i].arg));
	TRY(dnnl_stream_wait(net.stream));
}

/* FROM laid out as MD; nothing to do where it is. */
static struct mem as(struct ops *to, struct mem from, const desc *md)
{
	dnnl_primitive_desc_t pd;
	struct mem r;

	if (dnnl_memory_desc_equal(&from.md, md))
		return from;
	r = mem_new(md);
	TRY(dnnl_reorder_primitive_desc_create(&pd, &from.md, net.engine, md,
					       net.engine, NULL));
	ADD(to, pd, { DNNL_ARG_FROM, from.m }, { DNNL_ARG_TO, r.m });
	return r;
}

/* Normal noise of deviation S in any layout. */
static void fill(struct mem *m, double s)
{
	static uint64_t state = 88172645463325252u;
	struct ops once = { 0 };
	dnnl_dims_t *d = &m->md.dims;
	desc plain = m->md.ndims == 1 ? vector_of((*d)[0]) :
					desc_of((*d)[0], (*d)[1], (*d)[2],
						(*d)[3], dnnl_nchw);
	struct mem from = mem_new(&plain), to;

	for (size_t i = 0; i < from.len; i++) {
		double sum = -6;

		for (int k = 0; k < 12; k++) {
			state ^= state << 13;
			state ^= state >> 7;
			state ^= state << 17;
			sum += (double)(state >> 11) * 0x1p-53;
		}
		from.p[i] = (float)(s * sum);
	}
	to = as(&once, from, &m->md);
	run(&once);
	memcpy(m->p, to.p, m->len * sizeof(float));
}

/* ---- convolution ---- */

struct shapes {
	desc x, w, b, y;
	dnnl_dims_t one, edge;
};

static struct shapes shapes_of(const struct layer *l, int64_t side)
{
	return (struct shapes){
		desc_of(net.batch, l->in, side, side, dnnl_format_tag_any),
		desc_of(l->out, l->in, l->k, l->k, dnnl_format_tag_any),
		vector_of(l->out),
		desc_of(net.batch, l->out, side, side, dnnl_format_tag_any),
		{ 1, 1 },
		{ l->k / 2, l->k / 2 },
	};
}

static dnnl_alg_kind_t alg_of(const struct layer *l)
{
	return l->k == 1 ? dnnl_convolution_direct : net.alg;
}

static dnnl_prop_kind_t prop(void)
{
	return net.train ? dnnl_forward_training : dnnl_forward_inference;
}

static dnnl_primitive_desc_t plan_conv(const struct layer *l, int64_t side,
				       dnnl_alg_kind_t alg, int relu)
{
	struct shapes s = shapes_of(l, side);
	dnnl_convolution_desc_t d;
	dnnl_primitive_attr_t attr;
	dnnl_post_ops_t post;

	TRY(dnnl_convolution_forward_desc_init(&d, prop(), alg, &s.x, &s.w,
					       &s.b, &s.y, s.one, s.edge,
					       s.edge));
	TRY(dnnl_primitive_attr_create(&attr));
	TRY(dnnl_post_ops_create(&post));
	if (relu)
		TRY(dnnl_post_ops_append_eltwise(post, 1, dnnl_eltwise_relu, 0,
						 0));
	TRY(dnnl_primitive_attr_set_post_ops(attr, post));
	return plan(&d, attr, NULL);
}

static struct mem conv(struct mem x, int64_t out, int64_t k, int relu)
{
	struct layer *l = &net.layer[net.layers++];
	int64_t in = x.md.dims[1];
	desc want;

	*l = (struct layer){ .in = in, .out = out, .k = k, .relu = relu };
	l->forward = plan_conv(l, x.md.dims[2], alg_of(l), relu);
	want = md_of(l->forward, dnnl_query_src_md);
	l->src = as(&net.forward, x, &want);
	l->w = mem_for(l->forward, dnnl_query_weights_md);
	want = vector_of(out);
	l->b = mem_new(&want);
	l->dst = mem_for(l->forward, dnnl_query_dst_md);
	fill(&l->w, sqrt((relu ? 2.0 : 1.0) / (double)(in * k * k)));
	ADD(&net.forward, l->forward, { DNNL_ARG_SRC, l->src.m },
	    { DNNL_ARG_WEIGHTS, l->w.m }, { DNNL_ARG_BIAS, l->b.m },
	    { DNNL_ARG_DST, l->dst.m });
	return l->dst;
}

static struct mem mask(struct layer *l, struct mem dy)
{
	dnnl_eltwise_desc_t f, b;
	dnnl_primitive_desc_t hint, pd;

	dy = as(&net.backward, dy, &l->dst.md);
	TRY(dnnl_eltwise_forward_desc_init(&f, dnnl_forward_training,
					   dnnl_eltwise_relu, &l->dst.md, 0,
					   0));
	hint = plan(&f, NULL, NULL);
	TRY(dnnl_eltwise_backward_desc_init(&b,
					    dnnl_eltwise_relu_use_dst_for_bwd,
					    &dy.md, &l->dst.md, 0, 0));
	pd = plan(&b, NULL, hint);
	ADD(&net.backward, pd, { DNNL_ARG_DST, l->dst.m },
	    { DNNL_ARG_DIFF_DST, dy.m }, { DNNL_ARG_DIFF_SRC, dy.m });
	return dy;
}

/* dw and db of layer L. */
static void by_weights(struct layer *l, struct mem dy, int64_t side,
		       dnnl_primitive_desc_t hint)
{
	struct shapes s = shapes_of(l, side);
	dnnl_convolution_desc_t d;
	dnnl_primitive_desc_t pd;
	struct mem x, dw;
	desc md;

	TRY(dnnl_convolution_backward_weights_desc_init(&d, alg_of(l), &s.x,
							&s.w, &s.b, &s.y, s.one,
							s.edge, s.edge));
	pd = plan(&d, NULL, hint);
	md = md_of(pd, dnnl_query_src_md);
	x = as(&net.backward, l->src, &md);
	md = md_of(pd, dnnl_query_diff_dst_md);
	dy = as(&net.backward, dy, &md);
	dw = mem_for(pd, dnnl_query_diff_weights_md);
	l->db = mem_new(&s.b);
	ADD(&net.backward, pd, { DNNL_ARG_SRC, x.m },
	    { DNNL_ARG_DIFF_DST, dy.m }, { DNNL_ARG_DIFF_WEIGHTS, dw.m },
	    { DNNL_ARG_DIFF_BIAS, l->db.m });
	l->dw = as(&net.backward, dw, &l->w.md);
}

/* dx of layer L. */
static struct mem by_input(struct layer *l, struct mem dy, int64_t side,
			   dnnl_primitive_desc_t hint)
{
	struct shapes s = shapes_of(l, side);
	dnnl_convolution_desc_t d;
	dnnl_primitive_desc_t pd;
	struct mem w, dx;
	desc md;

	TRY(dnnl_convolution_backward_data_desc_init(&d, alg_of(l), &s.x, &s.w,
						     &s.y, s.one, s.edge,
						     s.edge));
	pd = plan(&d, NULL, hint);
	md = md_of(pd, dnnl_query_diff_dst_md);
	dy = as(&net.backward, dy, &md);
	md = md_of(pd, dnnl_query_weights_md);
	w = as(&net.backward, l->w, &md);
	dx = mem_for(pd, dnnl_query_diff_src_md);
	ADD(&net.backward, pd, { DNNL_ARG_DIFF_DST, dy.m },
	    { DNNL_ARG_WEIGHTS, w.m }, { DNNL_ARG_DIFF_SRC, dx.m });
	return dx;
}

/* Layer I backward; the first one wants no dx. */
static struct mem conv_back(size_t i, struct mem dy)
{
	struct layer *l = &net.layer[i];
	int64_t side = l->dst.md.dims[2];
	dnnl_primitive_desc_t hint = plan_conv(l, side, dnnl_convolution_direct,
					       0);

	if (l->relu)
		dy = mask(l, dy);
	by_weights(l, dy, side, hint);
	return i ? by_input(l, dy, side, hint) : dy;
}

/* ---- pooling, up-sampling, concatenation ---- */

static struct mem pool(int k, struct mem x)
{
	dnnl_dims_t two = { 2, 2 }, none = { 0, 0 };
	int64_t half = x.md.dims[2] / 2;
	desc y = desc_of(net.batch, net.maps[k], half, half,
			 dnnl_format_tag_any);
	dnnl_pooling_desc_t d;

	TRY(dnnl_pooling_forward_desc_init(&d, prop(), dnnl_pooling_max, &x.md,
					   &y, two, two, none, none));
	net.pool[k] = plan(&d, NULL, NULL);
	net.pooled[k] = mem_for(net.pool[k], dnnl_query_dst_md);
	if (!net.train) {
		ADD(&net.forward, net.pool[k], { DNNL_ARG_SRC, x.m },
		    { DNNL_ARG_DST, net.pooled[k].m });
		return net.pooled[k];
	}
	net.space[k] = mem_for(net.pool[k], dnnl_query_workspace_md);
	ADD(&net.forward, net.pool[k], { DNNL_ARG_SRC, x.m },
	    { DNNL_ARG_DST, net.pooled[k].m },
	    { DNNL_ARG_WORKSPACE, net.space[k].m });
	return net.pooled[k];
}

/* The gradient DY of the pooled map, and that of the skip, added. */
static struct mem pool_back(int k, struct mem dy, struct mem dskip)
{
	dnnl_dims_t two = { 2, 2 }, none = { 0, 0 };
	dnnl_pooling_desc_t d;
	dnnl_binary_desc_t sum;
	dnnl_primitive_desc_t pd;
	struct mem dx;

	dy = as(&net.backward, dy, &net.pooled[k].md);
	TRY(dnnl_pooling_backward_desc_init(&d, dnnl_pooling_max,
					    &net.skip[k].md, &dy.md, two, two,
					    none, none));
	pd = plan(&d, NULL, net.pool[k]);
	dx = mem_for(pd, dnnl_query_diff_src_md);
	ADD(&net.backward, pd, { DNNL_ARG_DIFF_DST, dy.m },
	    { DNNL_ARG_WORKSPACE, net.space[k].m },
	    { DNNL_ARG_DIFF_SRC, dx.m });
	TRY(dnnl_binary_desc_init(&sum, dnnl_binary_add, &dx.md, &dskip.md,
				  &dx.md));
	pd = plan(&sum, NULL, NULL);
	ADD(&net.backward, pd, { DNNL_ARG_SRC_0, dx.m },
	    { DNNL_ARG_SRC_1, dskip.m }, { DNNL_ARG_DST, dx.m });
	return dx;
}

static struct mem up_and_cat(int k, struct mem x)
{
	int64_t side = net.side >> k;
	desc y = desc_of(net.batch, net.maps[k + 1], side, side,
			 dnnl_format_tag_any);
	dnnl_resampling_desc_t d;
	dnnl_primitive_desc_t pd;
	desc part[2];
	struct mem both;

	TRY(dnnl_resampling_forward_desc_init(&d, prop(),
					      dnnl_resampling_nearest, NULL,
					      &x.md, &y));
	net.resample[k] = plan(&d, NULL, NULL);
	net.up[k] = mem_for(net.resample[k], dnnl_query_dst_md);
	ADD(&net.forward, net.resample[k], { DNNL_ARG_SRC, x.m },
	    { DNNL_ARG_DST, net.up[k].m });
	part[0] = net.skip[k].md;
	part[1] = net.up[k].md;
	TRY(dnnl_concat_primitive_desc_create(&pd, NULL, 2, 1, part, NULL,
					      net.engine));
	both = mem_for(pd, dnnl_query_dst_md);
	ADD(&net.forward, pd, { DNNL_ARG_MULTIPLE_SRC, net.skip[k].m },
	    { DNNL_ARG_MULTIPLE_SRC + 1, net.up[k].m },
	    { DNNL_ARG_DST, both.m });
	return both;
}

/* Channels FIRST.. of M, laid out as LIKE. */
static struct mem slice(struct mem m, int64_t first, const desc *like)
{
	dnnl_dims_t at = { 0, first };
	struct mem part = m;

	TRY(dnnl_memory_desc_init_submemory(&part.md, &m.md, like->dims, at));
	TRY(dnnl_memory_create(&part.m, &part.md, net.engine, m.p));
	return as(&net.backward, part, like);
}

static struct mem up_back(int k, struct mem dy)
{
	int64_t side = net.side >> (k + 1);
	desc x = desc_of(net.batch, net.maps[k + 1], side, side,
			 dnnl_format_tag_any);
	dnnl_resampling_desc_t d;
	dnnl_primitive_desc_t pd;
	struct mem dx;

	TRY(dnnl_resampling_backward_desc_init(&d, dnnl_resampling_nearest,
					       NULL, &x, &dy.md));
	pd = plan(&d, NULL, net.resample[k]);
	dx = mem_for(pd, dnnl_query_diff_src_md);
	ADD(&net.backward, pd, { DNNL_ARG_DIFF_DST, dy.m },
	    { DNNL_ARG_DIFF_SRC, dx.m });
	return dx;
}

/* ---- the network ---- */

static struct mem block(int k, struct mem x)
{
	x = conv(x, net.maps[k], 3, 1);
	return conv(x, net.maps[k], 3, 1);
}

static void build_forward(void)
{
	desc md = desc_of(net.batch, 1, net.side, net.side, dnnl_nchw);
	struct mem cur = net.x = mem_new(&md);

	fill(&net.x, 1);
	for (int k = 0; k < net.depth; k++) {
		cur = net.skip[k] = block(k, cur);
		if (k < net.depth - 1)
			cur = pool(k, cur);
	}
	for (int k = net.depth - 2; k >= 0; k--)
		cur = block(k, up_and_cat(k, cur));
	net.y = as(&net.forward, conv(cur, 1, 1, 0), &md);
}

static void build_backward(void)
{
	struct mem g, dskip[MOST];
	size_t i = net.layers;

	net.dy = mem_new(&net.y.md);
	net.want = mem_new(&net.y.md);
	fill(&net.want, 1);
	g = conv_back(--i, net.dy);
	for (int k = 0; k < net.depth - 1; k++) {
		g = conv_back(--i, g);
		g = conv_back(--i, g);
		dskip[k] = slice(g, 0, &net.skip[k].md);
		g = up_back(k, slice(g, net.maps[k], &net.up[k].md));
	}
	for (int k = net.depth - 1; k >= 0; k--) {
		if (k < net.depth - 1)
			g = pool_back(k, g, dskip[k]);
		g = conv_back(--i, g);
		g = conv_back(--i, g);
	}
	for (i = 0; i < net.layers; i++) {
		struct layer *l = &net.layer[i];

		l->m1 = mem_new(&l->w.md);
		l->m2 = mem_new(&l->w.md);
		l->mb1 = mem_new(&l->b.md);
		l->mb2 = mem_new(&l->b.md);
	}
}

static void adam(struct mem w, struct mem g, struct mem m, struct mem v)
{
	float rate = 1e-4f / (float)(1 - net.beta1);
	float scale = 1 / sqrtf((float)(1 - net.beta2));

#pragma omp parallel for simd
	for (size_t i = 0; i < w.len; i++) {
		m.p[i] = 0.9f * m.p[i] + 0.1f * g.p[i];
		v.p[i] = 0.999f * v.p[i] + 0.001f * g.p[i] * g.p[i];
		w.p[i] -= rate * m.p[i] / (sqrtf(v.p[i]) * scale + 1e-8f);
	}
}

static void step(void *arg)
{
	double sum = 0, n = (double)net.y.len;

	(void)arg;
	run(&net.forward);
	if (!net.train)
		return;
	for (size_t i = 0; i < net.y.len; i++) {
		float d = net.y.p[i] - net.want.p[i];

		sum += (double)d * d;
		net.dy.p[i] = (float)(2 / n) * d;
	}
	net.loss = sum / n;
	run(&net.backward);
	net.beta1 *= 0.9;
	net.beta2 *= 0.999;
	for (size_t i = 0; i < net.layers; i++) {
		struct layer *l = &net.layer[i];

		adam(l->w, l->dw, l->m1, l->m2);
		adam(l->b, l->db, l->mb1, l->mb2);
	}
}

int main(int argc, char **argv)
{
	char about[80];
	const dnnl_version_t *v = dnnl_version();

	if (argc != 7)
		return 2;
	net.train = !strcmp(argv[1], "step");
	net.alg = strcmp(argv[2], "winograd") ? dnnl_convolution_direct :
						dnnl_convolution_winograd;
	net.depth = atoi(argv[3]);
	for (int k = 0; k < net.depth && k < MOST; k++)
		net.maps[k] = atol(argv[4]) << k;
	net.side = atol(argv[5]);
	net.batch = atol(argv[6]);
	net.beta1 = net.beta2 = 1;
	TRY(dnnl_engine_create(&net.engine, dnnl_cpu, 0));
	TRY(dnnl_stream_create(&net.stream, net.engine,
			       dnnl_stream_default_flags));
	build_forward();
	if (net.train)
		build_backward();
	snprintf(about, sizeof about, "oneDNN %d.%d.%d, %d threads", v->major,
		 v->minor, v->patch, omp_get_max_threads());
	turn_loop(about, step, NULL);
	if (net.train)
		fprintf(stderr, "peer_onednn: loss %g\n", net.loss);
	return 0;
}
