/*
 * engine.c - see engine.h.
 */
#include "nn/engine.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "kernel/cpu.h"
#include "nn/op.h"

#define ENOUGH 0.03 /* the least seconds of a measurement */

struct bench {
	struct node node, below; /* below: upconv, if conv.up */
	struct conv conv;
	size_t len;	  /* of the parameters */
	float *memory[6]; /* x.v, x.d, y.v, y.d; below.x.v, below.x.d */
	float *vector, *grad;
	float *form[2]; /* packed weights: forward, backward */
};

static float *zeros(size_t n)
{
	float *x = mem_floats(n);

	memset(x, 0, n * sizeof(*x));
	return x;
}

/* The planes are filled with ones, since the time does not depend on values. */
static struct planes planes(float **memory, size_t c, size_t side, size_t halo)
{
	struct planes p;

	*memory = zeros(planes_len(c, side, side, halo) + READ_PAST);
	p = planes_in(*memory, c, side, side, halo);
	for (size_t i = 0; i < c * side; i++)
		for (size_t x = 0; x < side; x++)
			planes_row(&p, i / side, i % side)[x] = 1;
	return p;
}

static void place_weights(struct bench *b, int precise)
{
	struct conv *c = &b->conv;

	for (int back = 0; back < 2; back++) {
		struct arena a = { 0 };

		conv_form_place(c, &a, precise, back);
		b->form[back] = zeros(a.used);
		a = (struct arena){ .memory = b->form[back] };
		conv_form_place(c, &a, precise, back);
	}
	b->vector = zeros(b->len);
	b->grad = zeros(b->len);
	if (c->winograd)
		b->node.scratch =
			zeros(conv_form_scratch_len(c, 1) + READ_PAST);
	conv_form_pack(c, b->vector);
}

/* The channels from the level below are added to the same output. */
static void set_up_below(struct bench *b, size_t side, size_t halo)
{
	struct node *n = &b->below;

	*n = (struct node){ .op = &op_upconv,
			    .conv = &b->conv,
			    .scratch = b->node.scratch };
	n->x.v = planes(&b->memory[4], b->conv.up, side / 2, halo);
	n->x.d = planes(&b->memory[5], b->conv.up, side / 2, halo);
	n->y = b->node.x2 = b->node.y;
}

/* SIDE is the side of the output. */
static void set_up(struct bench *b, const struct unet *u, size_t i, size_t side,
		   int precise)
{
	size_t halo = unet_halo(u), from;
	struct conv *c = &b->conv;

	*b = (struct bench){ .conv = unet_conv(u, i) };
	c->up = precise || c->volume ? 0 : c->up;
	c->in *= conv_form_slices(c);
	c->volume = 0;
	b->node = (struct node){ .op = &op_conv, .conv = c, .relu = c->k > 1 };
	c->b_at = c->in * c->out * c->k * c->k;
	b->len = c->b_at + c->out;
	place_weights(b, precise);
	from = side + (c->valid ? c->k - 1 : 0);
	b->node.x.v = planes(&b->memory[0], c->in - c->up, from, halo);
	if (i)
		b->node.x.d = planes(&b->memory[1], c->in - c->up, from, halo);
	b->node.y.v = planes(&b->memory[2], c->out, side, halo);
	b->node.y.d = planes(&b->memory[3], c->out, side, halo);
	if (c->up)
		set_up_below(b, side, halo);
}

static void tear_down(struct bench *b)
{
	for (int i = 0; i < 6; i++)
		free(b->memory[i]);
	free(b->form[0]);
	free(b->form[1]);
	free(b->node.scratch);
	free(b->vector);
	free(b->grad);
}

static void pass(struct bench *b, int back)
{
	if (back) {
		op_backward(&b->node, b->grad);
		if (b->conv.up)
			op_backward(&b->below, b->grad);
		return;
	}
	if (b->conv.up)
		op_forward(&b->below);
	op_forward(&b->node);
}

/* Returns the least seconds of a pass.  The first pass only warms up. */
static double least(struct bench *b, int back)
{
	double begin = clock_seconds(), best = 1e30;

	for (int i = 0; i < 3 || clock_seconds() - begin < ENOUGH; i++) {
		double start = clock_seconds(), took;

		pass(b, back);
		took = clock_seconds() - start;
		best = i && took < best ? took : best;
	}
	return best;
}

static const char *way(const struct bench *b)
{
	if (b->conv.up)
		return "winograd+doubled";
	return b->node.scratch ? "winograd" : "direct";
}

static void print_row(const struct unet *u, size_t i, size_t patch, int precise,
		      struct out *to)
{
	size_t side = unet_conv_side(u, i, patch);
	char *name = unet_conv_name(u, i);
	struct bench b;
	const struct conv *c = &b.conv;
	double flop, forward, back;

	set_up(&b, u, i, side, precise);
	flop = 2e-9 * (double)(c->in * c->out * c->k * c->k) * (double)side *
	       (double)side;
	forward = least(&b, 0);
	back = least(&b, 1);
	out_printf(to, "%s\t%s\t%s\t%zu\t%zu\t%zu\t%zu\t%.1f\t%.1f\n", name,
		   way(&b), cpu_in_use()->name, unet_conv(u, i).in, c->out,
		   c->k, side, flop / forward, (i ? 2 : 1) * flop / back);
	tear_down(&b);
	free(name);
}

int engine_table(const struct unet *u, size_t patch, size_t slices, int precise,
		 struct out *to, struct err *err)
{
	if (unet_check(u, err) < 0 || cpu_from_env(err) < 0 ||
	    unet_check_patch(u, patch, slices, err) < 0)
		return -1;
	out_printf(to, "layer\tkernel\tcpu\tin\tout\tkernel_size\tside\t"
		       "forward_gflops\tbackward_gflops\n");
	for (size_t i = 0; i < unet_convs(u); i++)
		print_row(u, i, patch, precise, to);
	return 0;
}
