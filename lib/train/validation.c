/*
 * validation.c - see validation.h.
 */
#include "train/validation.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "file/scratch.h"
#include "predict/predict.h"
#include "loss/image_loss.h"
#include "metric/metric.h"

enum { BAND = 1 << 16 }; /* how many pixels are compared at once, about */

struct compared { /* one image */
	const struct samples *s;
	const struct sample_pair *sample;
	size_t width, height; /* of the whole source */
	struct scratch out;   /* its prediction */
	struct image_loss loss;
	int varies; /* 1: the prediction is not constant in the part that both
		       images show */
};

static int read_source(void *arg, size_t channel, const struct area *area,
		       float *px, struct err *err)
{
	const struct compared *o = arg;

	return samples_side(o->s, o->sample, SOURCE, channel, area,
			    CACHE_PASSING, px, err);
}

static int keep(void *arg, size_t channel, const struct area *area, float *px,
		struct err *err)
{
	struct compared *o = arg;
	int rc = 0;

	(void)channel;

	for (size_t i = 0; i < area->height && !rc; i++)
		rc = scratch_write(&o->out, (area->y + i) * o->width + area->x,
				   px + i * area->width, area->width, err);
	return rc;
}

/* Read N rows of prediction and target in the part that both images show. */
static int get_rows(struct compared *o, size_t y, size_t n, float *px,
		    float *want, struct err *err)
{
	const struct shift_overlap *b = &o->sample->both;
	struct area area = { b->target_x, b->target_y + y, b->width, n };
	uint64_t at = (b->source_y + y) * o->width + b->source_x;
	int rc = samples_side(o->s, o->sample, TARGET, 0, &area, CACHE_PASSING,
			      want, err);

	for (; n && !rc; n--, at += o->width, px += b->width)
		rc = scratch_read(&o->out, at, px, b->width, err);
	return rc;
}

static void add_first(struct compared *o, const float *px, const float *want,
		      size_t n)
{
	image_loss_first(&o->loss, px, want, n / o->loss.width);
	for (size_t i = 0; i < n && !o->varies; i++)
		o->varies = px[i] != o->loss.sums.first_x;
}

/* Read the part that both images show, for the first or the second pass. */
static int pass(struct compared *o, int second, struct err *err)
{
	size_t w = o->sample->both.width, h = o->sample->both.height;
	size_t band = BAND / w + 1, n;
	float *px = mem_floats(2 * band * w), *want = px + band * w;
	int rc = 0;

	for (size_t y = 0; y < h && !rc; y += n) {
		n = h - y < band ? h - y : band;
		rc = get_rows(o, y, n, px, want, err);
		if (!rc && second)
			image_loss_second(&o->loss, px, want, n);
		else if (!rc)
			add_first(o, px, want, n * w);
	}
	free(px);
	return rc;
}

static int predict(struct compared *o, struct net *net,
		   struct thread_pool *pool, struct err *err)
{
	struct tile_io p = { o->width,
			     o->height,
			     read_source,
			     keep,
			     o,
			     o->sample->both.slices,
			     o->s->pairs->channels[SOURCE] };

	if (scratch_open(&o->out, (uint64_t)o->width * o->height, err) < 0)
		return -1;
	return predict_passage(net, pool, NULL, &p, err);
}

/* Adds the middle of the image, in the part that both show, to G. */
static int add_glimpse(struct glimpses *g, struct compared *o, struct err *err)
{
	const struct shift_overlap *b = &o->sample->both;
	struct glimpse *to = &g->list[g->n++];
	size_t tall = b->height / b->slices, w, x, y;
	struct area area;
	int rc = 0;

	to->id = o->sample->pair->id;
	to->width = w = min(b->width, (size_t)GLIMPSE_SIDE);
	to->height = min(tall, (size_t)GLIMPSE_SIDE);
	for (size_t k = 0; k < GLIMPSE_PLANES; k++)
		to->plane[k] = mem_floats(w * to->height);
	x = (b->width - w) / 2;
	y = b->slices / 2 * tall + (tall - to->height) / 2;
	for (size_t k = 0; k < 2 && !rc; k++) {
		area = (struct area){ x + (k ? b->target_x : b->source_x),
				      y + (k ? b->target_y : b->source_y), w,
				      to->height };
		rc = samples_side(o->s, o->sample, k ? TARGET : SOURCE, 0,
				  &area, CACHE_PASSING, to->plane[k], err);
	}
	for (size_t i = 0; i < to->height && !rc; i++)
		rc = scratch_read(&o->out,
				  (b->source_y + y + i) * o->width +
					  b->source_x + x,
				  to->plane[GLIMPSE_PREDICTION] + i * w, w,
				  err);
	return rc;
}

int validation_image(struct validation_image *to, const struct samples *s,
		     size_t i, struct net *net, struct thread_pool *pool,
		     const struct objective *loss, struct glimpses *seen,
		     struct err *err)
{
	struct compared o = { .s = s, .sample = &s->list[i] };
	const struct sums *sums = &o.loss.sums;
	size_t most = min(s->n, (size_t)GLIMPSE_MOST);
	int rc;

	image_loss_begin(&o.loss, loss, o.sample->both.width,
			 o.sample->both.height, o.sample->both.slices, pool);
	cache_sides(s->cache, o.sample->image[SOURCE], &o.width, &o.height);
	rc = predict(&o, net, pool, err);
	if (!rc)
		rc = pass(&o, 0, err);
	if (!rc)
		rc = pass(&o, 1, err);
	if (!rc && seen && seen->n < most && i >= seen->n * s->n / most)
		rc = add_glimpse(seen, &o, err);
	scratch_close(&o.out);
	*to = (struct validation_image){ image_loss_end(&o.loss),
					 metric_find("pearson")->eval(sums,
								      NAN),
					 sums->xx,
					 sums->xy,
					 sums->yy,
					 o.varies };
	return rc;
}

void validation_add(struct validation_sum *to, const struct validation_image *i)
{
	to->loss += i->loss;
	to->xx += i->xx;
	to->xy += i->xy;
	to->yy += i->yy;
	to->r += isnan(i->r) ? 0 : i->r;
	to->rs += !isnan(i->r);
	to->flat += !i->varies;
}

void validation_end(struct validation *to, const struct validation_sum *all,
		    const struct samples *s)
{
	to->loss = all->loss / (double)s->pixels;
	to->pearson = all->rs ? all->r / (double)all->rs : NAN;
	to->slope = sums_ratio(all->xy, all->xx);
	to->spread = sums_ratio(all->xx, all->yy);
	to->flat = all->flat;
}

int validation_run(struct validation *to, const struct samples *s,
		   struct net *net, struct thread_pool *pool,
		   const struct objective *loss, struct glimpses *seen,
		   int (*stop)(void *arg), void *arg, struct err *err)
{
	struct validation_sum all = { 0 };
	int rc = 0;

	for (size_t i = 0; i < s->n && !rc; i++) {
		struct validation_image image;

		if (stop && stop(arg))
			rc = 1;
		else
			rc = validation_image(&image, s, i, net, pool, loss,
					      seen, err);
		if (!rc)
			validation_add(&all, &image);
	}
	validation_end(to, &all, s);
	return rc;
}

void validation_text(struct buf *to, const char *split, double loss,
		     double mean_loss, double pearson)
{
	double ratio = loss / mean_loss;

	buf_printf(to, "%s loss %.5g", split, loss);
	if (mean_loss > 0)
		buf_printf(to,
			   ratio < 100 ? ", %.2f of the mean's" :
					 ", %.3g of the mean's",
			   ratio);
	if (isnan(pearson))
		buf_str(to, ", pearson undefined");
	else
		buf_printf(to, ", pearson %.4f", pearson);
}

void validation_flat(uint64_t step, struct messages *to)
{
	messages_warn(to,
		      "step %" PRIu64
		      ": the network predicts the same value for all pixels "
		      "of an image, in every image; if this lasts, try a "
		      "smaller --lr or another --seed",
		      step);
}
