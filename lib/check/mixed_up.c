/* mixed_up.c - correlates each source with all targets.  See mixed_up.h. */
#include "check/mixed_up.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/calc.h"
#include "base/mem.h"
#include "check/assignment.h"

enum { LEAST_REACH = 8 }; /* pixels around the usual shift */

/* a table with a row for each source and a column for each target */
struct square {
	size_t n;
	size_t *row;	 /* numbers of the fingerprints */
	double *cell[2]; /* N x N cells for each half of the images */
};

/* Collects the rows whose images have the size of the first one. */
static void collect(struct square *s, const struct fingerprints *a)
{
	const struct phase_spectrum *first = NULL;

	s->row = mem_zero(a->n + 1, sizeof(*s->row));
	for (size_t i = 0; i < a->n && s->n < FINGERPRINTS_COMPARED; i++) {
		const struct phase_spectrum *one = &a->row[i].spectrum[SOURCE];

		if (!one->re[0])
			continue;
		first = first ? first : one;
		if (one->width == first->width && one->height == first->height)
			s->row[s->n++] = i;
	}
	for (int half = 0; half < 2; half++)
		s->cell[half] = mem_zero(s->n * s->n + 1,
					 sizeof(*s->cell[half]));
}

/* Returns the reach in pixels: a sixteenth of an image's shorter side.  A
 * spectrum has a quarter or half of the image's side. */
static long reach_of(const struct phase_spectrum *s)
{
	size_t side = 2 * (s->width < s->height ? s->width : s->height);
	long reach = (long)side / (s->width == s->height ? 16 : 8);

	return reach < LEAST_REACH ? LEAST_REACH :
	       reach > PHASE_NEAR  ? PHASE_NEAR :
				     reach;
}

static void fill(struct square *s, const struct fingerprints *a, long y, long x)
{
	struct phase_correlation room = { 0 };

	for (size_t i = 0; i < s->n * s->n; i++) {
		const struct phase_spectrum *source =
			&a->row[s->row[i / s->n]].spectrum[SOURCE];
		const struct phase_spectrum *target =
			&a->row[s->row[i % s->n]].spectrum[TARGET];
		double fit[2];

		phase_correlation_fit(&room, source, target, y, x,
				      reach_of(source), fit);
		for (int half = 0; half < 2; half++)
			s->cell[half][i] = calc_log(fmax(fit[half], 1));
	}
	phase_correlation_release(&room);
}

/* Subtracts what a source, or a target, has in common with all others: some fit
 * anything well. */
static void center(double *cell, size_t size)
{
	double *row = mem_zero(size + 1, sizeof(*row));
	double *column = mem_zero(size + 1, sizeof(*column)), all = 0;
	double n = (double)size;

	for (size_t i = 0; i < size * size; i++) {
		row[i / size] += cell[i] / n;
		column[i % size] += cell[i] / n;
		all += cell[i] / (n * n);
	}
	for (size_t i = 0; i < size * size; i++)
		cell[i] -= row[i / size] + column[i % size] - all;
	free(row);
	free(column);
}

/* Finds the best matching with one half of the images and measures it with the
 * other half.  Measured with the same half, it would be good by selection
 * alone. */
static void measure_best(struct mixed_up *to, const struct square *s)
{
	size_t *best = mem_zero(s->n + 1, sizeof(*best));
	double worst = 0;

	for (int half = 0; half < 2; half++) {
		const double *cell = s->cell[!half];

		assignment_best(s->cell[half], s->n, best);
		for (size_t i = 0; i < s->n; i++) {
			double other = cell[i * s->n + best[i]];
			double more = other - cell[i * s->n + i];

			to->best += other / (2 * (double)s->n);
			if (more <= worst)
				continue;
			worst = more;
			to->source = s->row[i];
			to->target = s->row[best[i]];
		}
	}
	free(best);
}

static void measure_own(struct mixed_up *to, const struct square *s)
{
	double n = (double)s->n, square = 0;

	for (size_t i = 0; i < s->n * s->n; i++) {
		double both = (s->cell[0][i] + s->cell[1][i]) / 2;

		square += both * both;
		if (i % (s->n + 1) == 0)
			to->own += both / n;
	}
	to->spread = sqrt(square) / n;
	/* The variance of the sum over a random matching (Hoeffding 1951). */
	square /= n - 1;
	to->sure = square > 0 ? n * to->own / sqrt(square) : 0;
}

void mixed_up_find(struct mixed_up *to, const struct fingerprints *a, double y,
		   double x)
{
	struct square s = { 0 };

	*to = (struct mixed_up){ 0 };
	collect(&s, a);
	to->pairs = s.n;
	if (s.n > 1) {
		fill(&s, a, lrint(y), lrint(x));
		center(s.cell[0], s.n);
		center(s.cell[1], s.n);
		measure_own(to, &s);
		measure_best(to, &s);
	}
	free(s.row);
	free(s.cell[0]);
	free(s.cell[1]);
}
