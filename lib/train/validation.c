/*
 * validation.c - see validation.h.
 */
#include "train/validation.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "file/scratch.h"
#include "predict/predict.h"
#include "metric/metric.h"

enum { BAND = 1 << 16 }; /* how many pixels are compared at once, about */

struct totals { /* sums over the images so far */
	double loss, r, xx, xy, yy;
	size_t rs, flat;
};

struct compared { /* one image */
	const struct samples *s;
	const struct sample_pair *sample;
	size_t width, height; /* of the whole source */
	struct scratch out;   /* its prediction */
	const struct loss *loss;
	struct sums sums;
	double sum; /* the sum of losses */
	int varies; /* 1: the prediction is not constant in the part that both
		       images show */
};

static int read_source(void *arg, const struct area *area, float *px,
		       struct err *err)
{
	const struct compared *o = arg;

	return samples_side(o->s, o->sample, 0, area, CACHE_PASSING, px, err);
}

static int keep(void *arg, const struct area *area, float *px, struct err *err)
{
	struct compared *o = arg;
	int rc = 0;

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
	int rc = samples_side(o->s, o->sample, 1, &area, CACHE_PASSING, want,
			      err);

	for (; n && !rc; n--, at += o->width, px += b->width)
		rc = scratch_read(&o->out, at, px, b->width, err);
	return rc;
}

static void add_first(struct compared *o, const float *px, const float *want,
		      size_t n)
{
	sums_first(&o->sums, px, want, n);
	o->sum += o->loss->eval(px, want, NULL, n) * (double)n;
	for (size_t i = 0; i < n && !o->varies; i++)
		o->varies = px[i] != o->sums.first_x;
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
			sums_second(&o->sums, px, want, n * w);
		else if (!rc)
			add_first(o, px, want, n * w);
	}
	if (!second)
		sums_turn(&o->sums);
	free(px);
	return rc;
}

static int predict(struct compared *o, struct net *net,
		   struct thread_pool *pool, struct err *err)
{
	struct tile_io p = { o->width, o->height, read_source,
			     keep,     o,	  o->sample->both.slices };

	if (scratch_open(&o->out, (uint64_t)o->width * o->height, err) < 0)
		return -1;
	return predict_passage(net, pool, NULL, &p, err);
}

static int score_one(struct totals *to, struct compared *o, struct net *net,
		     struct thread_pool *pool, struct err *err)
{
	double r;
	int rc;

	cache_sides(o->s->cache, o->sample->source, &o->width, &o->height);
	rc = predict(o, net, pool, err);
	if (!rc)
		rc = pass(o, 0, err);
	if (!rc)
		rc = pass(o, 1, err);
	scratch_close(&o->out);
	if (rc)
		return -1;
	r = metric_find("pearson")->eval(&o->sums, NAN);
	to->loss += o->sum;
	to->xx += o->sums.xx;
	to->xy += o->sums.xy;
	to->yy += o->sums.yy;
	to->r += isnan(r) ? 0 : r;
	to->rs += !isnan(r);
	to->flat += !o->varies;
	return 0;
}

int validation_run(struct validation *to, const struct samples *s,
		   struct net *net, struct thread_pool *pool,
		   const struct loss *loss, int (*stop)(void *arg), void *arg,
		   struct err *err)
{
	struct totals all = { 0 };
	int rc = 0;

	for (size_t i = 0; i < s->n && !rc; i++) {
		struct compared o = { .s = s,
				      .sample = &s->list[i],
				      .loss = loss };

		if (stop && stop(arg))
			rc = 1;
		else
			rc = score_one(&all, &o, net, pool, err);
	}
	to->loss = all.loss / (double)s->pixels;
	to->pearson = all.rs ? all.r / (double)all.rs : NAN;
	to->slope = sums_ratio(all.xy, all.xx);
	to->spread = sums_ratio(all.xx, all.yy);
	to->flat = all.flat;
	return rc;
}
