/*
 * measure.c - all metrics of one image, which passes by twice.
 */
#include "metric/measure.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

struct measure {
	size_t width, height;
	double range;
	struct sums sums;
	size_t first, second;	/* rows so far */
	void **state;		/* of the metrics that have one */
};

size_t measure_count(void)
{
	size_t n = 0;

	while (metrics[n])
		n++;
	return n;
}

struct measure *measure_new(size_t width, size_t height, double range)
{
	struct measure *m = mem_zero(1, sizeof(*m));

	*m = (struct measure){
		.width = width, .height = height, .range = range,
		.state = mem_zero(measure_count(), sizeof(void *)),
	};
	return m;
}

/* The values of the metrics that have a state; NULL: nobody asks. */
static void end_states(struct measure *m, double *value)
{
	for (size_t i = 0; metrics[i]; i++) {
		double x = m->state[i] ? metrics[i]->end(m->state[i]) : NAN;

		m->state[i] = NULL;
		if (value && !metrics[i]->eval)
			value[i] = x;
	}
}

void measure_free(struct measure *m)
{
	if (!m)
		return;
	end_states(m, NULL);
	free(m->state);
	free(m);
}

void measure_first(struct measure *m, const float *pred, const float *want,
		   size_t rows)
{
	assert(m->first + rows <= m->height);
	sums_first(&m->sums, pred, want, rows * m->width);
	m->first += rows;
}

static void turn(struct measure *m)
{
	assert(m->first == m->height);
	sums_turn(&m->sums);
	for (size_t i = 0; metrics[i]; i++)
		if (metrics[i]->begin)
			m->state[i] = metrics[i]->begin(&m->sums, m->width,
							m->height, m->range);
}

void measure_second(struct measure *m, struct pool *pool, const float *pred,
		    const float *want, size_t rows)
{
	if (!m->second)
		turn(m);
	assert(m->second + rows <= m->height);
	sums_second(&m->sums, pred, want, rows * m->width);
	for (size_t i = 0; metrics[i]; i++)
		if (m->state[i])
			metrics[i]->rows(m->state[i], pool, pred, want, rows);
	m->second += rows;
}

void measure_end(struct measure *m, double *value)
{
	assert(m->second == m->height);
	for (size_t i = 0; metrics[i]; i++)
		if (metrics[i]->eval)
			value[i] = metrics[i]->eval(&m->sums, m->range);
	end_states(m, value);
}

double measure_one(const struct metric *metric, struct pool *pool,
		   const float *pred, const float *want, size_t width,
		   size_t height, double range)
{
	void *state;
	struct sums s;

	sums_of(&s, pred, want, width * height);
	if (metric->eval)
		return metric->eval(&s, range);
	state = metric->begin(&s, width, height, range);
	if (!state)
		return NAN;
	metric->rows(state, pool, pred, want, height);
	return metric->end(state);
}
