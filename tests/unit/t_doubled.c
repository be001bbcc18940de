/*
 * t_doubled.c - a decoder's first convolution, whose last channels are
 * doubled maps: each set of kernels against the same in double on a map
 * that was doubled, y to 2e-6 by root mean square; rows in parts against
 * all at once.
 */
#include <math.h>

#include "unit.h"

#include "base/mem.h"
#include "base/rng.h"
#include "exact.h"
#include "kernel/upsampled_conv.h"
#include "kernel/cpu.h"
#include "nn/op.h"

#define HALO 1

static struct rng rng;
static double error, size; /* of y, squares of all shapes summed */

/* The exact one: maps of SKIP channels, then UP doubled ones. */
struct trial {
	size_t skip, up, out, h, w; /* h, w: of the map to be doubled */
	struct exact_conv c;
	struct exact_map x, y;
	float *weight; /* (out, skip + up, 3, 3), (out) */
	float *below, *beside, *dy;
	double *dbelow;
};

static float *noise(size_t n)
{
	float *x = mem_floats(n);

	for (size_t i = 0; i < n; i++)
		x[i] = (float)rng_normal(&rng);
	return x;
}

static void draw(struct trial *t)
{
	size_t in = t->skip + t->up, taps = in * t->out * 9;
	size_t pixels = 4 * t->h * t->w;
	double *w = mem_zero(2 * (taps + t->out), sizeof(*w));

	t->c = (struct exact_conv){ in,
				    t->out,
				    3,
				    w,
				    w + taps,
				    w + taps + t->out,
				    w + 2 * taps + t->out,
				    0 };
	t->x = exact_new(in, 2 * t->h, 2 * t->w);
	t->y = exact_new(t->out, 2 * t->h, 2 * t->w);
	t->weight = noise(taps + t->out);
	t->below = noise(t->up * t->h * t->w);
	t->beside = noise(t->skip * pixels);
	t->dy = noise(t->out * pixels);
	t->dbelow = mem_zero(t->up * t->h * t->w, sizeof(double));
	for (size_t i = 0; i < taps + t->out; i++)
		w[i] = t->weight[i];
	for (size_t i = 0; i < t->skip * pixels; i++)
		t->x.v[i] = t->beside[i];
	for (size_t i = 0; i < t->out * pixels; i++)
		t->y.d[i] = t->dy[i];
}

/* Pixel I of the doubled channels, and the one it stands for. */
static size_t source(const struct trial *t, size_t i)
{
	size_t x = i % (2 * t->w), y = i / (2 * t->w);

	return y / 2 * t->w + x / 2; /* channels are even rows apart */
}

static void work_out(struct trial *t)
{
	size_t pixels = 4 * t->h * t->w, first = t->skip * pixels;

	for (size_t i = 0; i < t->up * pixels; i++)
		t->x.v[first + i] = t->below[source(t, i)];
	exact_forward(&t->c, &t->x, &t->y);
	exact_backward(&t->c, &t->x, &t->y, 0);
	for (size_t i = 0; i < t->up * pixels; i++)
		t->dbelow[source(t, i)] += t->x.d[first + i];
}

static void trial_release(struct trial *t)
{
	free((void *)(uintptr_t)t->c.w);
	exact_free(&t->x);
	exact_free(&t->y);
	free(t->weight);
	free(t->below);
	free(t->beside);
	free(t->dy);
	free(t->dbelow);
}

/* ---- the same by lib/nn ---- */

struct fast {
	struct node up, conv;
	struct conv c;
	float *memory[6]; /* below v, d; beside v, d; y v, d */
	float *grad, *scratch, *sums;
};

static struct planes planes(struct fast *f, int i, size_t c, size_t h, size_t w)
{
	size_t len = planes_len(c, h, w, HALO) + READ_PAST;

	f->memory[i] = mem_floats(len);
	memset(f->memory[i], 0, len * sizeof(float));
	return planes_in(f->memory[i], c, h, w, HALO);
}

static void place_weights(struct fast *f, const struct trial *t)
{
	struct conv *c = &f->c;
	size_t len;

	*c = (struct conv){
		.in = t->skip + t->up,
		.up = t->up,
		.out = t->out,
		.k = 3,
		.b_at = (t->skip + t->up) * t->out * 9,
		.winograd = mem_floats(conv_form_winograd_len(t->skip, t->out)),
		.winograd_flipped =
			mem_floats(conv_form_winograd_len(t->out, t->skip)),
		.upsampled = mem_floats(
			upsampled_conv_weights_len(t->up, t->out, 0, 1)),
		.upsampled_back = mem_floats(
			upsampled_conv_weights_len(t->up, t->out, 1, 1)),
	};
	conv_form_pack(c, t->weight);
	len = conv_form_scratch_len(c, 1) + READ_PAST;
	f->scratch = mem_floats(len);
	memset(f->scratch, 0xff, len * sizeof(float));
	f->grad = mem_zero(c->b_at + c->out, sizeof(float));
}

static void set_up(struct fast *f, const struct trial *t)
{
	size_t h = 2 * t->h, w = 2 * t->w;

	*f = (struct fast){ .grad = NULL };
	place_weights(f, t);
	f->up = (struct node){ .op = &op_upconv,
			       .conv = &f->c,
			       .scratch = f->scratch };
	f->up.x.v = planes(f, 0, t->up, t->h, t->w);
	f->up.x.d = planes(f, 1, t->up, t->h, t->w);
	f->conv = (struct node){ .op = &op_conv,
				 .conv = &f->c,
				 .scratch = f->scratch };
	f->conv.x.v = planes(f, 2, t->skip, h, w);
	f->conv.x.d = planes(f, 3, t->skip, h, w);
	f->conv.y.v = planes(f, 4, t->out, h, w);
	f->conv.y.d = planes(f, 5, t->out, h, w);
	f->conv.x2 = f->up.y = f->conv.y;
	planes_load(&f->up.x.v, t->below);
	planes_load(&f->conv.x.v, t->beside);
	planes_load(&f->conv.y.d, t->dy);
}

static void tear_down(struct fast *f)
{
	for (int i = 0; i < 6; i++)
		free(f->memory[i]);
	free(f->c.winograd);
	free(f->c.winograd_flipped);
	free(f->c.upsampled);
	free(f->c.upsampled_back);
	free(f->scratch);
	free(f->grad);
	free(f->sums);
}

static void near(const char *what, const float *got, const double *want,
		 size_t n, const struct trial *t)
{
	double greatest = 1, worst = unit_off(got, want, n, &greatest);

	if (!(worst <= 5e-6 * greatest))
		fail_msg("%s %s: %zu and %zu to %zu channels, %zu x %zu: off "
			 "by %g of %g",
			 cpu_in_use()->name, what, t->skip, t->up, t->out, t->h,
			 t->w, worst, greatest);
}

static void weigh(const float *got, const double *want, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		error += pow(got[i] - want[i], 2);
		size += want[i] * want[i];
	}
}

static void near_planes(const char *what, const struct planes *p,
			const double *want, const struct trial *t)
{
	float *got = mem_floats(p->c * p->h * p->w);

	planes_save(p, got);
	near(what, got, want, p->c * p->h * p->w, t);
	if (!strcmp(what, "y"))
		weigh(got, want, p->c * p->h * p->w);
	free(got);
}

/* Nothing was written around the pixels of map I. */
static void check_border(const struct fast *f, int i, const struct planes *p)
{
	size_t len = planes_len(p->c, p->h, p->w, HALO);
	double inside = 0, all = 0;

	for (size_t c = 0; c < p->c; c++)
		for (size_t k = 0; k < p->h * p->w; k++)
			inside += fabs(planes_row(p, c, k / p->w)[k % p->w]);
	for (size_t k = 0; k < len; k++)
		all += fabs(f->memory[i][k]);
	assert_true(fabs(all - inside) <= 1e-9 * all);
}

static void check_whole(const struct trial *t, struct fast *f)
{
	op_forward(&f->up);
	op_forward(&f->conv);
	near_planes("y", &f->conv.y.v, t->y.v, t);
	check_border(f, 4, &f->conv.y.v);
	op_backward(&f->conv, f->grad);
	op_backward(&f->up, f->grad);
	near_planes("dx", &f->conv.x.d, t->x.d, t);
	near_planes("dx below", &f->up.x.d, t->dbelow, t);
	check_border(f, 1, &f->up.x.d);
	near("dw", f->grad, t->c.dw, f->c.b_at, t);
	near("db", f->grad + f->c.b_at, t->c.db, f->c.out, t);
}

/* Rows in parts of STEP; the forward pass in shares, too. */
static void in_parts(struct fast *f, const struct trial *t, size_t step)
{
	size_t h = 2 * t->h, len = conv_form_upsampled_sums_len(&f->c);

	for (size_t from = 0; from < h; from += step)
		for (size_t s = 0; s < 3; s++)
			op_upconv.forward(&f->up, &(struct planes_span){
							  from,
							  from + step < h ?
								  from + step :
								  h,
							  s, 3 });
	f->sums = mem_floats(len);
	memset(f->sums, 0xff, len * sizeof(float));
	f->up.sums = f->sums;
	f->up.mask = 1;
	f->up.x.d = f->up.x.v;
	for (size_t from = 0; from < h; from += step)
		op_upconv.backward(&f->up,
				   &(struct planes_span){
					   from,
					   from + step < h ? from + step : h, 0,
					   1 },
				   f->grad);
}

static void assert_same(const struct planes *a, const struct planes *b)
{
	for (size_t c = 0; c < a->c; c++)
		for (size_t y = 0; y < a->h; y++)
			assert_memory_equal(planes_row(a, c, y),
					    planes_row(b, c, y),
					    a->w * sizeof(float));
}

/* The same bits, where x is positive; the gradient over x itself. */
static void check_parts(const struct trial *t, struct fast *whole, size_t step)
{
	size_t first = t->skip * 9, next = (t->skip + t->up) * 9;
	struct fast f;

	set_up(&f, t);
	in_parts(&f, t, step);
	op_forward(&whole->up);
	assert_same(&f.up.y.v, &whole->up.y.v);
	for (size_t c = 0; c < t->up; c++)
		for (size_t i = 0; i < t->h * t->w; i++)
			if (t->below[c * t->h * t->w + i] <= 0)
				planes_row(&whole->up.x.d, c,
					   i / t->w)[i % t->w] = 0;
	assert_same(&f.up.x.d, &whole->up.x.d);
	for (size_t o = 0; o < t->out; o++)
		near("dw in parts", f.grad + o * next + first,
		     t->c.dw + o * next + first, t->up * 9, t);
	tear_down(&f);
}

static void one_shape(size_t skip, size_t up, size_t out, size_t h, size_t w)
{
	struct trial t = { .skip = skip, .up = up, .out = out, .h = h, .w = w };
	struct fast f;

	draw(&t);
	work_out(&t);
	set_up(&f, &t);
	check_whole(&t, &f);
	check_parts(&t, &f, ROWS_STEP * (1 + rng_below(&rng, 3)));
	tear_down(&f);
	trial_release(&t);
}

static void check_shapes(void **state)
{
	static const size_t sides[] = { 1,  2,	7,  8,	9,  15,
					16, 17, 33, 64, 65, 130 };
	int times = getenv("XP_QUICK") ? 8 : 40;

	cpu_use(*state);
	rng_init(&rng, 1, "doubled", 0, 0);
	error = size = 0;
	for (size_t i = 0; i < sizeof(sides) / sizeof(*sides); i++) {
		one_shape(1, 3, 9, 1 + rng_below(&rng, 9), sides[i]);
		one_shape(2, 1, 1, sides[i] / 2 + 1, 3);
	}
	for (int i = 0; i < times; i++)
		one_shape(1 + rng_below(&rng, 20), 1 + rng_below(&rng, 40),
			  1 + rng_below(&rng, 40), 1 + rng_below(&rng, 12),
			  1 + rng_below(&rng, 40));
	assert_true(error < 2e-6 * 2e-6 * size);
	cpu_use(NULL);
}

int main(void)
{
	struct CMUnitTest tests[8];
	size_t n = 0;

	for (size_t i = 0; cpu_at(i); i++)
		tests[n++] = (struct CMUnitTest)cmocka_unit_test_prestate(
			check_shapes, (void *)(uintptr_t)cpu_at(i));
	return _cmocka_run_group_tests("doubled", tests, n, NULL, NULL);
}
