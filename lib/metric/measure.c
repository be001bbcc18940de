/*
 * measure.c - see measure.h.
 */
#include "metric/measure.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

struct measure {
	size_t width, height, slices;
	double range;
	struct sums sums;
	size_t first, second; /* how many rows have been handed over */
	void **state;	      /* states of the metrics that have one */
	double *sum;	      /* sums of their values over the slices before */
};

size_t measure_count(void)
{
	size_t n = 0;

	while (metrics[n])
		n++;
	return n;
}

struct measure *measure_new(size_t width, size_t height, size_t slices,
			    double range)
{
	struct measure *m = mem_zero(1, sizeof(*m));

	*m = (struct measure){
		.width = width,
		.height = height,
		.slices = slices,
		.range = range,
		.state = mem_zero(measure_count(), sizeof(void *)),
		.sum = mem_zero(measure_count(), sizeof(double)),
	};
	return m;
}

/* End the metrics that have a state and set VALUE to their values, unless it is
 * NULL. */
static void end_states(struct measure *m, double *value)
{
	for (size_t i = 0; metrics[i]; i++) {
		double x = m->state[i] ? metrics[i]->end(m->state[i]) : NAN;

		m->state[i] = NULL;
		if (value && !metrics[i]->eval)
			value[i] = (m->sum[i] + x) / (double)m->slices;
	}
}

void measure_free(struct measure *m)
{
	if (!m)
		return;
	end_states(m, NULL);
	free(m->state);
	free(m->sum);
	free(m);
}

void measure_first(struct measure *m, const float *pred, const float *want,
		   size_t rows)
{
	assert(m->first + rows <= m->height);
	sums_first(&m->sums, pred, want, rows * m->width);
	m->first += rows;
}

static void begin_states(struct measure *m)
{
	for (size_t i = 0; metrics[i]; i++)
		if (metrics[i]->begin)
			m->state[i] = metrics[i]->begin(&m->sums, m->width,
							m->height / m->slices,
							m->range);
}

static void turn(struct measure *m)
{
	assert(m->first == m->height);
	sums_turn(&m->sums);
	begin_states(m);
}

/* Go on to the next slice. */
static void next_slice(struct measure *m)
{
	for (size_t i = 0; metrics[i]; i++)
		if (metrics[i]->begin)
			m->sum[i] += m->state[i] ?
					     metrics[i]->end(m->state[i]) :
					     NAN;
	begin_states(m);
}

/* Take rows of one slice. */
static void pass_rows(struct measure *m, struct thread_pool *pool,
		      const float *pred, const float *want, size_t rows)
{
	for (size_t i = 0; metrics[i]; i++)
		if (m->state[i])
			metrics[i]->rows(m->state[i], pool, pred, want, rows);
	m->second += rows;
}

void measure_second(struct measure *m, struct thread_pool *pool,
		    const float *pred, const float *want, size_t rows)
{
	if (!m->second)
		turn(m);
	assert(m->second + rows <= m->height);
	sums_second(&m->sums, pred, want, rows * m->width);
	while (rows) {
		size_t slice = m->height / m->slices, at = m->second % slice;
		size_t n = rows < slice - at ? rows : slice - at;

		if (!at && m->second)
			next_slice(m);
		pass_rows(m, pool, pred, want, n);
		rows -= n;
		pred += n * m->width;
		want += n * m->width;
	}
}

void measure_end(struct measure *m, double *value)
{
	assert(m->second == m->height);
	for (size_t i = 0; metrics[i]; i++)
		if (metrics[i]->eval)
			value[i] = metrics[i]->eval(&m->sums, m->range);
	end_states(m, value);
}
