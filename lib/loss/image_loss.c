/*
 * image_loss.c - see image_loss.h.
 */
#include "loss/image_loss.h"

#include <math.h>

#include "metric/metric.h"

static const struct metric *metric_of(const struct objective *o, size_t term)
{
	const char *name = o->term[term].loss->metric;

	return name ? metric_find(name) : NULL;
}

int image_loss_is_twice(const struct objective *o)
{
	for (size_t i = 0; i < o->terms; i++)
		if (metric_of(o, i))
			return 1;
	return 0;
}

void image_loss_begin(struct image_loss *l, const struct objective *o,
		      size_t channel, size_t width, size_t height,
		      size_t slices, struct thread_pool *pool)
{
	*l = (struct image_loss){ .objective = o,
				  .channel = channel,
				  .pool = pool,
				  .width = width,
				  .height = height,
				  .slices = slices };
}

void image_loss_first(struct image_loss *l, const float *pred,
		      const float *want, size_t rows)
{
	size_t n = rows * l->width;

	sums_first(&l->sums, pred, want, n);
	if (objective_has_pixels(l->objective))
		l->pixels += objective_pixels(l->objective, l->channel, pred,
					      want, n) *
			     (double)n;
}

/* End the slice that a metric with a state has had. */
static void end_slice(struct image_loss *l, size_t term)
{
	const struct metric *m = metric_of(l->objective, term);
	double value = l->state[term] ? m->end(l->state[term]) : NAN;

	l->state[term] = NULL;
	l->sum[term] += isnan(value) ? 0 : value;
}

static double range_of(const struct image_loss *l)
{
	return l->objective->channel[l->channel].range;
}

static void begin_slice(struct image_loss *l)
{
	for (size_t i = 0; i < l->objective->terms; i++) {
		const struct metric *m = metric_of(l->objective, i);

		if (!m || !m->begin)
			continue;
		if (l->row)
			end_slice(l, i);
		l->state[i] = m->begin(&l->sums, l->width,
				       l->height / l->slices, range_of(l));
	}
}

/* Take rows of one slice. */
static void pass_rows(struct image_loss *l, const float *pred,
		      const float *want, size_t rows)
{
	for (size_t i = 0; i < l->objective->terms; i++)
		if (l->state[i])
			metric_of(l->objective, i)
				->rows(l->state[i], l->pool, pred, want, rows);
	l->row += rows;
}

void image_loss_second(struct image_loss *l, const float *pred,
		       const float *want, size_t rows)
{
	size_t slice = l->height / l->slices;

	if (!l->row)
		sums_turn(&l->sums);
	sums_second(&l->sums, pred, want, rows * l->width);
	while (rows) {
		size_t at = l->row % slice;
		size_t n = rows < slice - at ? rows : slice - at;

		if (!at)
			begin_slice(l);
		pass_rows(l, pred, want, n);
		rows -= n;
		pred += n * l->width;
		want += n * l->width;
	}
}

double image_loss_end(struct image_loss *l)
{
	double sum = l->pixels, n = (double)l->width * (double)l->height;

	for (size_t i = 0; i < l->objective->terms; i++) {
		const struct metric *m = metric_of(l->objective, i);
		double value;

		if (!m)
			continue;
		if (m->begin)
			end_slice(l, i);
		value = m->begin ? l->sum[i] / (double)l->slices :
				   m->eval(&l->sums, range_of(l));
		sum += l->objective->term[i].weight *
		       (1 - (isnan(value) ? 0 : value)) * n;
	}
	return sum;
}
