/*
 * prediction.c - one image pair with its predictions.
 */
#include "eval/prediction.h"

#include <stdlib.h>

#include "base/mem.h"

static int read_source(void *arg, const struct area *area, float *px,
		       struct err *err)
{
	const struct prediction *o = arg;

	return pair_view_area(&o->view, 0, area, px, err);
}

static int keep(void *arg, const struct area *area, float *px, struct err *err)
{
	struct prediction *o = arg;
	int rc = 0;

	for (size_t i = 0; i < area->height && !rc; i++)
		rc = scratch_write(&o->prediction,
				   (area->y + i) * o->view.width + area->x,
				   px + i * area->width, area->width, err);
	return rc;
}

static int predict(struct prediction *o, struct model *m, size_t tile,
		   struct err *err)
{
	const struct pair_view *v = &o->view;
	struct tile_io p = { v->width, v->height, read_source,
			     keep,     o,	  v->both.slices };

	if (scratch_open(&o->prediction, (uint64_t)v->width * v->height, err) <
	    0)
		return -1;
	return model_predict(m, tile, &v->row->target_norm, &p, err);
}

static void set_methods(struct prediction *o, const struct model *m)
{
	o->method[o->n++] = m ? "model" : "prediction";
	if (!m || !o->base->images)
		return;
	o->method[o->n++] = "mean";
	o->method[o->n++] = "affine";
}

int prediction_open(struct prediction *o, const struct manifest *p,
		    const struct pair *row, struct model *m,
		    const struct baseline *b, size_t tile, struct err *err)
{
	*o = (struct prediction){ .base = b };
	if (pair_view_open(&o->view, p, row, err) < 0)
		return -1;
	o->view.norm[1] = (struct norm){ 0, 1 };
	set_methods(o, m);
	if (!m || predict(o, m, tile, err) == 0)
		return 0;
	prediction_close(o);
	err_wrap(err, "'%s': ", row->source);
	return tsv_wrap(&p->table, row->row, err);
}

void prediction_close(struct prediction *o)
{
	pair_view_close(&o->view);
	scratch_close(&o->prediction);
	*o = (struct prediction){ 0 };
}

/* The model's, in the part both images show. */
static int predicted(const struct prediction *o, size_t y, size_t rows,
		     float *px, struct err *err)
{
	const struct shift_overlap *b = &o->view.both;
	uint64_t at = (b->source_y + y) * o->view.width + b->source_x;
	int rc = 0;

	for (; rows && !rc; rows--, at += o->view.width, px += b->width)
		rc = scratch_read(&o->prediction, at, px, b->width, err);
	return rc;
}

int prediction_rows(const struct prediction *o, size_t method, size_t y,
		    size_t rows, float *px, struct err *err)
{
	const struct norm *own = &o->view.row->target_norm;
	size_t n = rows * o->view.both.width;

	if (!method && (o->prediction.px || o->prediction.dir))
		return predicted(o, y, rows, px, err);
	if (method == 1) {
		baseline_mean(o->base, own, px, n);
		return 0;
	}
	if (pair_view_rows(&o->view, 0, y, rows, px, err) < 0)
		return -1;
	if (method == 2)
		baseline_affine(o->base, own, px, px, n);
	return 0;
}

int prediction_whole(const struct prediction *o, size_t y, float *px,
		     struct err *err)
{
	return scratch_read(&o->prediction, y * o->view.width, px,
			    o->view.width, err);
}

/* One of two passes over the part both images show. */
static int pass(const struct prediction *o, struct thread_pool *pool,
		struct measure **m, int second, struct err *err)
{
	const struct pair_view *v = &o->view;
	size_t band = pair_view_band(v), w = v->both.width, n = 0;
	float *px = mem_floats(2 * band * w), *want = px + band * w;
	int rc = 0;

	for (size_t y = 0; y < v->both.height && !rc; y += n) {
		n = v->both.height - y;
		n = n < band ? n : band;
		rc = pair_view_rows(v, 1, y, n, want, err);
		for (size_t k = 0; k < o->n && !rc; k++) {
			rc = prediction_rows(o, k, y, n, px, err);
			if (!rc && second)
				measure_second(m[k], pool, px, want, n);
			else if (!rc)
				measure_first(m[k], px, want, n);
		}
	}
	free(px);
	return rc;
}

int prediction_measure(const struct prediction *o, struct thread_pool *pool,
		       double range, struct measure **m, struct err *err)
{
	const struct shift_overlap *b = &o->view.both;
	int rc;

	for (size_t k = 0; k < o->n; k++)
		m[k] = measure_new(b->width, b->height, b->slices, range);
	rc = pass(o, pool, m, 0, err);
	if (!rc)
		rc = pass(o, pool, m, 1, err);
	for (size_t k = 0; k < o->n && rc; k++)
		measure_free(m[k]);
	return rc;
}
