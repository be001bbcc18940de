/*
 * assignment.c - the best partner for each.  See assignment.h.
 *
 * Sources are added one after the other; each is given a target along the
 * shortest augmenting path, on which others change theirs.  Number 0 of each
 * array is no source and no target.
 */
#include "check/assignment.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

struct assignment {
	const double *cell; /* N x N */
	size_t n;
	double *u, *v;	  /* potentials of sources and targets */
	double *distance; /* distance to each target */
	size_t *source;	  /* the source of each target; 0: none yet */
	size_t *before;	  /* the target before it on the path */
	char *done;
};

/* Returns the nearest target that is not done, after updating distances by way
 * of source I. */
static size_t nearest(struct assignment *m, size_t last, double *step)
{
	size_t n = m->n, i = m->source[last], best = 0;

	*step = INFINITY;
	for (size_t k = 1; k <= n; k++) {
		double d = -m->cell[(i - 1) * n + k - 1] - m->u[i] - m->v[k];

		if (m->done[k])
			continue;
		if (d < m->distance[k]) {
			m->distance[k] = d;
			m->before[k] = last;
		}
		if (m->distance[k] < *step) {
			*step = m->distance[k];
			best = k;
		}
	}
	return best;
}

/* Gives source I a target; other sources may have to change theirs. */
static void augment(struct assignment *m, size_t i)
{
	size_t n = m->n, k = 0;

	for (size_t t = 0; t <= n; t++) {
		m->distance[t] = INFINITY;
		m->done[t] = 0;
	}
	m->source[0] = i;
	do {
		size_t next;
		double step;

		m->done[k] = 1;
		next = nearest(m, k, &step);
		for (size_t t = 0; t <= n; t++)
			if (m->done[t]) {
				m->u[m->source[t]] += step;
				m->v[t] -= step;
			} else {
				m->distance[t] -= step;
			}
		k = next;
	} while (m->source[k]);
	for (; k; k = m->before[k])
		m->source[k] = m->source[m->before[k]];
}

void assignment_best(const double *cell, size_t n, size_t *to)
{
	struct assignment m = {
		.cell = cell,
		.n = n,
		.u = mem_zero(n + 1, sizeof(*m.u)),
		.v = mem_zero(n + 1, sizeof(*m.v)),
		.distance = mem_zero(n + 1, sizeof(*m.distance)),
		.source = mem_zero(n + 1, sizeof(*m.source)),
		.before = mem_zero(n + 1, sizeof(*m.before)),
		.done = mem_zero(n + 1, sizeof(*m.done)),
	};

	for (size_t i = 1; i <= n; i++)
		augment(&m, i);
	for (size_t k = 1; k <= n; k++)
		to[m.source[k] - 1] = k - 1;
	free(m.u);
	free(m.v);
	free(m.distance);
	free(m.source);
	free(m.before);
	free(m.done);
}
