/*
 * prediction.c - see prediction.h.
 */
#include "eval/prediction.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

static int read_source(void *arg, size_t channel, const struct area *area,
		       float *px, struct err *err)
{
	const struct prediction *o = arg;

	return pair_view_area(&o->view, SOURCE, channel, area, px, err);
}

/* Returns where channel K of the prediction is kept. */
static uint64_t place(const struct prediction *o, size_t k)
{
	return (uint64_t)o->view.width * o->view.height * k;
}

static int keep(void *arg, size_t channel, const struct area *area, float *px,
		struct err *err)
{
	struct prediction *o = arg;
	int rc = 0;

	for (size_t i = 0; i < area->height && !rc; i++)
		rc = scratch_write(&o->prediction,
				   place(o, channel) +
					   (area->y + i) * o->view.width +
					   area->x,
				   px + i * area->width, area->width, err);
	return rc;
}

static int predict(struct prediction *o, struct model *m, size_t tile,
		   struct err *err)
{
	const struct pair_view *v = &o->view;
	struct tile_io p = { v->width,
			     v->height,
			     read_source,
			     keep,
			     o,
			     v->both.slices,
			     v->pairs->channels[SOURCE] };

	if (scratch_open(&o->prediction, place(o, v->pairs->channels[TARGET]),
			 err) < 0)
		return -1;
	return model_predict(m, tile, v->row->channel[TARGET], &p, err);
}

static void set_methods(struct prediction *o, const struct model *m)
{
	o->method[o->n++] = m ? "model" : "prediction";
	if (!m || !o->base || !o->base->base.images)
		return;
	o->method[o->n++] = "mean";
	o->method[o->n++] = "affine";
	if (!o->base->linear.fitted)
		return;
	o->method[o->n++] = "linear";
	o->method[o->n++] = "shuffled";
}

int prediction_open(struct prediction *o, const struct manifest *p,
		    const struct pair *row, struct model *m,
		    const struct prediction_baselines *b, size_t tile,
		    struct err *err)
{
	*o = (struct prediction){ .base = b };
	if (pair_view_open(&o->view, p, row, err) < 0)
		return -1;
	for (size_t k = 0; k < p->channels[TARGET]; k++)
		o->view.norm[TARGET][k] = (struct norm){ 0, 1 };
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

/* Get rows of the model's prediction in the part that both images show. */
static int predicted(const struct prediction *o, size_t y, size_t rows,
		     float *px, struct err *err)
{
	const struct shift_overlap *b = &o->view.both;
	uint64_t at = place(o, o->channel) + (b->source_y + y) * o->view.width +
		      b->source_x;
	int rc = 0;

	for (; rows && !rc; rows--, at += o->view.width, px += b->width)
		rc = scratch_read(&o->prediction, at, px, b->width, err);
	return rc;
}

/* Returns the normalisation of the target. */
static const struct norm *own_of(const struct prediction *o)
{
	return &o->view.row->channel[TARGET][o->channel].norm;
}

static int affine(const struct prediction *o, size_t y, size_t rows, float *px,
		  struct err *err)
{
	size_t n = rows * o->view.both.width;
	float *x = mem_floats(n * o->view.pairs->channels[SOURCE]);
	int rc = pair_view_channels(&o->view, SOURCE, y, rows, x, err);

	if (!rc)
		baseline_affine(&o->base[o->channel].base, own_of(o), x, px, n);
	free(x);
	return rc;
}

int prediction_rows(const struct prediction *o, size_t method, size_t y,
		    size_t rows, float *px, struct err *err)
{
	const struct norm *own = own_of(o);
	struct prediction other;

	switch (method) {
	case 0:
		return o->prediction.px || o->prediction.dir ?
			       predicted(o, y, rows, px, err) :
			       pair_view_rows(&o->view, SOURCE, o->channel, y,
					      rows, px, err);
	case 1:
		baseline_mean(&o->base[o->channel].base, own, px,
			      rows * o->view.both.width);
		return 0;
	case 2:
		return affine(o, y, rows, px, err);
	case 3:
		return linear_rows(&o->base[o->channel].linear, &o->view, own,
				   y, rows, px, err);
	default:
		other = *o->other;
		other.channel = o->channel;
		return prediction_rows(&other, 0, y, rows, px, err);
	}
}

/* Returns 1 if METHOD has a prediction.  The method "shuffled" has none if no
 * other image has the same size. */
static int is_predicted(const struct prediction *o, size_t method)
{
	const struct shift_overlap *a = &o->view.both, *b;

	if (method < PREDICTION_METHODS - 1)
		return method < o->n;
	if (!o->other)
		return 0;
	b = &o->other->view.both;
	return a->width == b->width && a->height == b->height &&
	       a->slices == b->slices;
}

int prediction_whole(const struct prediction *o, size_t y, float *px,
		     struct err *err)
{
	return scratch_read(&o->prediction,
			    place(o, o->channel) + y * o->view.width, px,
			    o->view.width, err);
}

struct measuring {
	const struct prediction *of;
	struct thread_pool *pool;
	double threshold;
	struct joint *joint; /* may be NULL */
	struct prediction_measures *to;
	float *px, *want, *room; /* room for BAND rows; ROOM has room for twice
				    as many */
	size_t band;
};

/* Read N rows; WANT has those of the target already. */
static int pass_band(const struct measuring *p, size_t y, size_t n, int second,
		     struct err *err)
{
	size_t len = n * p->of->view.both.width;

	for (size_t k = 0; k < p->of->n; k++) {
		struct measure *m = p->to->image[k];

		if (!m)
			continue;
		if (prediction_rows(p->of, k, y, n, p->px, err) < 0)
			return -1;
		if (second)
			measure_second(m, p->pool, p->px, p->want, n);
		else
			measure_first(m, p->px, p->want, n);
		if (second && !k && p->joint)
			joint_add(p->joint, p->px, p->want, len);
		if (!isnan(p->threshold))
			regions_add(&p->to->regions[k], p->threshold, p->px,
				    p->want, len, second, p->room);
	}
	return 0;
}

/* Read the part that both images show, for the first or the second pass. */
static int pass(const struct measuring *p, int second, struct err *err)
{
	const struct pair_view *v = &p->of->view;
	size_t n = 0;
	int rc = 0;

	for (size_t y = 0; y < v->both.height && !rc; y += n) {
		n = v->both.height - y;
		n = n < p->band ? n : p->band;
		rc = pair_view_rows(v, TARGET, p->of->channel, y, n, p->want,
				    err);
		if (!rc)
			rc = pass_band(p, y, n, second, err);
	}
	return rc;
}

static int measure(struct measuring *p, struct err *err)
{
	size_t area = p->band * p->of->view.both.width;
	int rc;

	p->px = mem_floats(4 * area);
	p->want = p->px + area;
	p->room = p->want + area;
	rc = pass(p, 0, err);
	for (size_t k = 0; k < p->of->n; k++)
		regions_turn(&p->to->regions[k]);
	if (!rc)
		rc = pass(p, 1, err);
	free(p->px);
	return rc;
}

int prediction_measure(const struct prediction *o, struct thread_pool *pool,
		       double range, double threshold, struct joint *joint,
		       struct prediction_measures *m, struct err *err)
{
	const struct shift_overlap *b = &o->view.both;
	struct measuring p = { .of = o,
			       .pool = pool,
			       .threshold = threshold,
			       .joint = joint,
			       .to = m,
			       .band = pair_view_band(&o->view) };
	int rc;

	*m = (struct prediction_measures){ 0 };
	for (size_t k = 0; k < o->n; k++)
		if (is_predicted(o, k))
			m->image[k] = measure_new(b->width, b->height,
						  b->slices, range);
	rc = measure(&p, err);
	if (rc < 0)
		prediction_measures_release(m);
	return rc;
}

void prediction_measures_release(struct prediction_measures *m)
{
	for (size_t k = 0; k < PREDICTION_METHODS; k++)
		measure_free(m->image[k]);
	*m = (struct prediction_measures){ 0 };
}
