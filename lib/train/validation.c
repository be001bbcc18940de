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
	struct scratch out;   /* its prediction, channel by channel */
	size_t channel;	      /* being compared */
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

/* Returns where channel K of the prediction is kept. */
static uint64_t place(const struct compared *o, size_t k)
{
	return (uint64_t)o->width * o->height * k;
}

static int keep(void *arg, size_t channel, const struct area *area, float *px,
		struct err *err)
{
	struct compared *o = arg;
	int rc = 0;

	for (size_t i = 0; i < area->height && !rc; i++)
		rc = scratch_write(&o->out,
				   place(o, channel) +
					   (area->y + i) * o->width + area->x,
				   px + i * area->width, area->width, err);
	return rc;
}

/* Read N rows of prediction and target in the part that both images show. */
static int get_rows(struct compared *o, size_t y, size_t n, float *px,
		    float *want, struct err *err)
{
	const struct shift_overlap *b = &o->sample->both;
	struct area area = { b->target_x, b->target_y + y, b->width, n };
	uint64_t at = place(o, o->channel) + (b->source_y + y) * o->width +
		      b->source_x;
	int rc = samples_side(o->s, o->sample, TARGET, o->channel, &area,
			      CACHE_PASSING, want, err);

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

	if (scratch_open(&o->out, place(o, o->s->pairs->channels[TARGET]),
			 err) < 0)
		return -1;
	return predict_passage(net, pool, NULL, &p, err);
}

/* Adds the middle of a channel of the image, in the part that both show, to
 * G. */
static int add_glimpse(struct glimpses *g, struct compared *o, struct err *err)
{
	const struct shift_overlap *b = &o->sample->both;
	struct glimpse *to = &g->list[g->n++];
	size_t tall = b->height / b->slices, w, x, y;
	struct area area;
	int rc = 0;

	to->id = o->sample->pair->id;
	to->channel = o->channel;
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
		rc = samples_side(o->s, o->sample, k ? TARGET : SOURCE,
				  k ? o->channel : 0, &area, CACHE_PASSING,
				  to->plane[k], err);
	}
	for (size_t i = 0; i < to->height && !rc; i++)
		rc = scratch_read(&o->out,
				  place(o, o->channel) +
					  (b->source_y + y + i) * o->width +
					  b->source_x + x,
				  to->plane[GLIMPSE_PREDICTION] + i * w, w,
				  err);
	return rc;
}

/* Compares a channel of the prediction with that of the target. */
static int compare(struct validation_part *to, struct compared *o,
		   const struct objective *loss, struct thread_pool *pool,
		   struct err *err)
{
	const struct shift_overlap *b = &o->sample->both;
	const struct sums *sums = &o->loss.sums;
	int rc;

	o->varies = 0;
	image_loss_begin(&o->loss, loss, o->channel, b->width, b->height,
			 b->slices, pool);
	rc = pass(o, 0, err);
	if (!rc)
		rc = pass(o, 1, err);
	*to = (struct validation_part){ image_loss_end(&o->loss),
					metric_find("pearson")->eval(sums, NAN),
					sums->xx,
					sums->xy,
					sums->yy,
					o->varies };
	return rc;
}

int validation_image(struct validation_image *to, const struct samples *s,
		     size_t i, struct net *net, struct thread_pool *pool,
		     const struct objective *loss, struct glimpses *seen,
		     struct err *err)
{
	size_t most = min(s->n, (size_t)GLIMPSE_MOST), k = 0;
	size_t channels = s->pairs->channels[TARGET];
	struct compared o = { .s = s, .sample = &s->list[i] };
	int rc, show = seen && seen->images < most &&
		       i >= seen->images * s->n / most;

	*to = (struct validation_image){ { { 0 } } };
	cache_sides(s->cache, o.sample->image[SOURCE], &o.width, &o.height);
	rc = predict(&o, net, pool, err);
	for (; k < channels && !rc; k++) {
		o.channel = k;
		rc = compare(&to->channel[k], &o, loss, pool, err);
		if (!rc && show)
			rc = add_glimpse(seen, &o, err);
	}
	if (show)
		seen->images++;
	scratch_close(&o.out);
	return rc;
}

void validation_add(struct validation_sum *to, const struct validation_image *i)
{
	for (size_t k = 0; k < CHANNELS_MOST; k++) {
		const struct validation_part *p = &i->channel[k];
		struct validation_total *t = &to->channel[k];

		t->loss += p->loss;
		t->xx += p->xx;
		t->xy += p->xy;
		t->yy += p->yy;
		t->r += isnan(p->r) ? 0 : p->r;
		t->rs += !isnan(p->r);
		t->flat += !p->varies;
	}
}

void validation_end(struct validation *to, const struct validation_sum *all,
		    const struct samples *s)
{
	double r = 0, rs = 0;

	*to = (struct validation){ .channels = s->pairs->channels[TARGET] };
	for (size_t k = 0; k < to->channels; k++) {
		const struct validation_total *t = &all->channel[k];
		struct validation_channel *c = &to->channel[k];

		c->loss = t->loss / (double)s->pixels;
		c->pearson = t->rs ? t->r / (double)t->rs : NAN;
		c->slope = sums_ratio(t->xy, t->xx);
		c->spread = sums_ratio(t->xx, t->yy);
		c->flat = t->flat;
		to->loss += c->loss / (double)to->channels;
		r += isnan(c->pearson) ? 0 : c->pearson;
		rs += !isnan(c->pearson);
	}
	to->pearson = rs > 0 ? r / rs : NAN;
}

int validation_run(struct validation *to, const struct samples *s,
		   struct net *net, struct thread_pool *pool,
		   const struct objective *loss, struct glimpses *seen,
		   int (*stop)(void *arg), void *arg, struct err *err)
{
	struct validation_sum all = { 0 };
	int rc = 0;

	net_hold(net, 1);
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
	net_hold(net, 0);
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

void validation_flat(const struct validation *v, size_t n, uint64_t step,
		     struct messages *to)
{
	for (size_t k = 0; k < v->channels; k++) {
		char *which = v->channels == 1 ?
				      mem_str("") :
				      mem_printf(" in target channel %zu", k);

		if (v->channel[k].flat == n)
			messages_warn(to,
				      "step %" PRIu64
				      ": the network predicts the same value "
				      "for all pixels of an image%s, in every "
				      "image; if this lasts, try a smaller "
				      "--lr or another --seed",
				      step, which);
		free(which);
	}
}

/* --- what is kept and said ----------------------------------------------- */

static double epoch_of(const struct train *t, uint64_t step)
{
	return (double)step / (double)batch_epoch(t->batch);
}

static int add_row(struct train *t, const char *metric, double value,
		   struct err *err)
{
	return metrics_log_add(&t->curve, t->state.step,
			       epoch_of(t, t->state.step), t->o.val_split,
			       metric, value, err);
}

/* Returns the name of a metric of channel K of the targets; the caller frees
 * it. */
static char *metric_of(const char *metric, size_t k)
{
	return mem_printf("%s.c%zu", metric, k);
}

static int add_channel(struct train *t, const struct validation *v, size_t k,
		       struct err *err)
{
	const struct {
		const char *name;
		double value;
	} row[] = { { "loss", v->channel[k].loss },
		    { "pearson", v->channel[k].pearson },
		    { "loss_mean", t->survey.target[k].mean_loss },
		    { "loss_affine", t->survey.target[k].affine_loss } };
	int rc = 0;

	for (size_t i = 0; i < sizeof row / sizeof *row && !rc; i++) {
		char *name = metric_of(row[i].name, k);

		if (isfinite(row[i].value))
			rc = add_row(t, name, row[i].value, err);
		free(name);
	}
	return rc;
}

/* An undefined number has no row. */
int validation_keep(struct train *t, const struct validation *v,
		    struct err *err)
{
	const struct {
		const char *name;
		double value;
	} row[] = { { "loss", v->loss },
		    { "pearson", v->pearson },
		    { "loss_mean", t->survey.mean_loss },
		    { "loss_affine", t->survey.affine_loss } };
	int rc = 0;

	for (size_t i = 0; i < sizeof row / sizeof *row; i++)
		if (isfinite(row[i].value) &&
		    add_row(t, row[i].name, row[i].value, err) < 0)
			return -1;
	for (size_t k = 0; v->channels > 1 && k < v->channels && !rc; k++)
		rc = add_channel(t, v, k, err);
	return rc;
}

static void tell_channel(struct train *t, const struct validation *v, size_t k)
{
	struct buf text = { 0 };

	buf_printf(&text,
		   "step %" PRIu64 ", target channel %zu: ", t->state.step, k);
	validation_text(&text, t->o.val_split, v->channel[k].loss,
			t->survey.target[k].mean_loss, v->channel[k].pearson);
	messages_info(&t->messages, "%s", buf_text(&text));
	buf_release(&text);
}

void validation_tell(struct train *t, const struct validation *v, int is_best)
{
	struct buf text = { 0 };

	buf_printf(&text, "step %" PRIu64 ": ", t->state.step);
	validation_text(&text, t->o.val_split, v->loss, t->survey.mean_loss,
			v->pearson);
	buf_str(&text, is_best ? ", the best so far" : "");
	messages_info(&t->messages, "%s", buf_text(&text));
	buf_release(&text);
	for (size_t k = 0; v->channels > 1 && k < v->channels; k++)
		tell_channel(t, v, k);
	validation_flat(v, t->val.n, t->state.step, &t->messages);
}

/* Returns the loss of channel K of the targets at the best step. */
static double best_of(const struct train *t, size_t k)
{
	uint64_t step = t->state.best_step;
	char *name = metric_of("loss", k);
	double loss = metrics_log_value(&t->curve, step, epoch_of(t, step),
					t->o.val_split, name);

	free(name);
	return loss;
}

void validation_trivial(struct train *t)
{
	size_t targets = t->survey.targets;

	if (targets == 1)
		survey_trivial(&t->survey, targets, t->o.val_split,
			       t->state.best_loss, &t->messages);
	for (size_t k = 0; targets > 1 && k < targets; k++)
		survey_trivial(&t->survey, k, t->o.val_split, best_of(t, k),
			       &t->messages);
}
