/*
 * batch.c - batches of patches drawn from a manifest.
 */
#include "fit/batch.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/rng.h"

struct batch {
	struct batch_options o;
	struct samples samples;
};

/* A square of an image, seen through a flip and quarter turns: pixel
 * (i, j) lies at base + i * down + j * right. */
struct view {
	ptrdiff_t base, down, right;
};

/* All images must hold a patch.  The smallest is named, so that one
 * correction is enough. */
static int check_sizes(const struct batch *b, const struct pairs *p,
		       struct err *err)
{
	const struct sample *least = NULL;
	size_t side = b->o.patch;

	for (size_t i = 0; i < b->samples.n; i++) {
		const struct sample *s = &b->samples.at[i];
		size_t w = s->source.width, h = s->source.height;

		if ((w < h ? w : h) < side) {
			side = w < h ? w : h;
			least = s;
		}
	}
	if (!least)
		return 0;
	err_data(err, "'%s' has %zux%zu pixels, less than a patch of "
		 "%zux%zu: use --patch=%zu or smaller, or leave it out",
		 least->pair->source, least->source.width,
		 least->source.height, b->o.patch, b->o.patch, side);
	return tsv_wrap(&p->table, least->pair->row, err);
}

struct batch *batch_new(const struct pairs *p,
			const struct batch_options *o, struct err *err)
{
	struct batch *b;

	if (pairs_need_split(p, o->split, err) < 0)
		return NULL;
	b = mem_zero(1, sizeof *b);
	b->o = *o;
	if (samples_read(&b->samples, p, o->split, err) < 0 ||
	    check_sizes(b, p, err) < 0) {
		batch_free(b);
		return NULL;
	}
	return b;
}

void batch_free(struct batch *b)
{
	if (!b)
		return;
	samples_release(&b->samples);
	free(b);
}

const struct samples *batch_samples(const struct batch *b)
{
	return &b->samples;
}

uint64_t batch_epoch(const struct batch *b)
{
	uint64_t a_step = (uint64_t)b->o.patch * b->o.patch * b->o.batch;

	return (b->samples.pixels + a_step - 1) / a_step;
}

/* new(i, j) = old(i, side - 1 - j) */
static void flip(struct view *v, size_t side)
{
	v->base += (ptrdiff_t)(side - 1) * v->right;
	v->right = -v->right;
}

/* new(i, j) = old(j, side - 1 - i): a quarter to the left */
static void turn(struct view *v, size_t side)
{
	ptrdiff_t right = v->right;

	v->base += (ptrdiff_t)(side - 1) * right;
	v->right = v->down;
	v->down = -right;
}

static void copy(float *to, const float *px, const struct view *v,
		 size_t side)
{
	for (size_t i = 0; i < side; i++) {
		const float *from = px + v->base + (ptrdiff_t)i * v->down;

		for (size_t j = 0; j < side; j++)
			*to++ = from[(ptrdiff_t)j * v->right];
	}
}

/* Every number is drawn whether it is used or not, so that switching one
 * kind of augmentation off moves nothing else. */
static const struct sample *draw(const struct batch *b, uint64_t step,
				 size_t sample, struct view *v)
{
	size_t side = b->o.patch, left, top;
	const struct sample *s;
	uint64_t mirrored, quarters;
	struct rng r;

	rng_init(&r, b->o.seed, "patch", step, sample);
	s = &b->samples.at[rng_below(&r, b->samples.n)];
	top = rng_below(&r, s->source.height - side + 1);
	left = rng_below(&r, s->source.width - side + 1);
	mirrored = rng_below(&r, 2);
	quarters = rng_below(&r, 4);

	v->down = (ptrdiff_t)s->source.width;
	v->right = 1;
	v->base = (ptrdiff_t)(top * s->source.width + left);
	for (uint64_t i = 0; b->o.turn && i < quarters; i++)
		turn(v, side);
	if (b->o.flip && mirrored)
		flip(v, side);
	return s;
}

void batch_draw(const struct batch *b, uint64_t step, float *x, float *y)
{
	size_t side = b->o.patch, len = side * side;

	for (size_t i = 0; i < b->o.batch; i++) {
		struct view v;
		const struct sample *s = draw(b, step, i, &v);

		copy(x + i * len, s->source.px, &v, side);
		copy(y + i * len, s->target.px, &v, side);
	}
}
