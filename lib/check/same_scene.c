/*
 * same_scene.c - images of one scene.  See same_scene.h.
 *
 * Shifting an image changes hardly more than the phase of its spectrum, and
 * which frequencies are strong differs from scene to scene by chance.  So all
 * images are compared by the power spectra of their small pictures, and only
 * the nearest of each is registered to it.
 */
#include "check/same_scene.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/calc.h"
#include "base/mem.h"
#include "check/check.h"

enum {
	SIDE = FINGERPRINT_SIDE,
	MASK = SIDE - 1,
	FREQ = 12, /* those below, where noise does not prevail */
	MARKS = FREQ * (2 * FREQ + 1),
	AROUND = 3, /* frequencies on each side to compare with */
	TILES = 8   /* of a small picture, in a row */
};

struct mark {
	float norm; /* sqrt of the sum of squares; 0: none */
	signed char power[MARKS];
};

struct overlay { /* of one small picture on another */
	struct measured_shift shift;
	double ncc;   /* of what both show */
	double parts; /* tiles that it comes from: the square of
				   their sum over the sum of their squares */
};

struct room {
	struct fft fft;
	struct phase_correlation phase;
	float *one, *other;
	double *power;
};

/* The logarithm of a picture's power in each frequency, faded out towards
 * the border by Hann's window. */
static void take_power(struct room *r, const struct fingerprint *p)
{
	for (int i = 0; i < FINGERPRINT_PIXELS; i++) {
		double y = calc_sin_turns((i / SIDE + 0.5) / SIDE / 2);
		double x = calc_sin_turns((i % SIDE + 0.5) / SIDE / 2);

		r->one[i] = (float)(p->small[i] * y * y * x * x);
		r->other[i] = 0;
	}
	fft_plane(&r->fft, &r->fft, r->one, r->other);
	for (int i = 0; i < FINGERPRINT_PIXELS; i++)
		r->power[i] = calc_log(1 + (double)r->one[i] * r->one[i] +
				       (double)r->other[i] * r->other[i]);
}

/* The power of a frequency less the average of those around it. */
static double beyond(const double *power, int v, int u)
{
	double sum = 0;

	for (int y = v - AROUND; y <= v + AROUND; y++)
		for (int x = u - AROUND; x <= u + AROUND; x++)
			sum += power[(y & MASK) * SIDE + (x & MASK)];
	return power[(v & MASK) * SIDE + (u & MASK)] -
	       sum / (2 * AROUND + 1) / (2 * AROUND + 1);
}

static void take_mark(struct mark *m, const struct fingerprint *p,
		      struct room *r)
{
	signed char *next = m->power;
	double square = 0;

	take_power(r, p);
	for (int v = 0; v < FREQ; v++)
		for (int u = -FREQ; u <= FREQ; u++) {
			double d = beyond(r->power, v, u);

			d = rint(fmin(fmax(d, -3), 3) * 40);
			*next++ = (signed char)d;
			square += d * d;
		}
	m->norm = (float)sqrt(square);
}

static double likeness(const struct mark *a, const struct mark *b)
{
	int sum = 0;

	for (int i = 0; i < MARKS; i++)
		sum += a->power[i] * b->power[i];
	return sum / ((double)a->norm * b->norm);
}

static size_t nearest(const struct fingerprints *a, const struct mark *m,
		      size_t i)
{
	size_t best = a->n;
	double most = 0;

	for (size_t k = 0; k < a->n; k++) {
		double l;

		if (!(m[k].norm > 0) || !*a->row[k].split ||
		    !strcmp(a->row[i].split, a->row[k].split))
			continue;
		l = likeness(&m[i], &m[k]);
		if (l > most) {
			most = l;
			best = k;
		}
	}
	return best;
}

/* The value DY, DX from pixel I, interpolated between four; NAN: outside. */
static double moved(const float *px, int i, double dy, double dx)
{
	double y = i / SIDE + dy, x = i % SIDE + dx;
	int v = (int)floor(y), u = (int)floor(x);

	if (v < 0 || u < 0 || v + 1 >= SIDE || u + 1 >= SIDE)
		return NAN;
	px += v * SIDE + u;
	y -= v;
	x -= u;
	return (px[0] * (1 - x) + px[1] * x) * (1 - y) +
	       (px[SIDE] * (1 - x) + px[SIDE + 1] * x) * y;
}

/* Correlate where both overlap, the other one shifted. */
static void overlap(const struct room *r, struct overlay *to)
{
	double dy = to->shift.y, dx = to->shift.x, a = 0, b = 0, n = 0;
	double aa = 0, bb = 0, ab = 0, sum = 0, square = 0;
	double tile[TILES * TILES] = { 0 };

	for (int i = 0; i < FINGERPRINT_PIXELS; i++) {
		double q = moved(r->other, i, dy, dx);

		if (isnan(q))
			continue;
		a += r->one[i];
		b += q;
		n++;
	}
	for (int i = 0; i < FINGERPRINT_PIXELS; i++) {
		double p = r->one[i] - a / n;
		double q = moved(r->other, i, dy, dx) - b / n;

		if (isnan(q))
			continue;
		aa += p * p;
		bb += q * q;
		ab += p * q;
		tile[i / SIDE * TILES / SIDE * TILES +
		     i % SIDE * TILES / SIDE] += p * q;
	}
	for (int i = 0; i < TILES * TILES; i++)
		if (tile[i] > 0) {
			sum += tile[i];
			square += tile[i] * tile[i];
		}
	to->ncc = aa > 0 && bb > 0 ? ab / sqrt(aa * bb) : 0;
	to->parts = square > 0 ? sum * sum / square : 0;
}

static void draw(struct room *r, const struct fingerprint *a,
		 const struct fingerprint *b)
{
	for (int i = 0; i < FINGERPRINT_PIXELS; i++) {
		r->one[i] = a->small[i];
		r->other[i] = b->small[i];
	}
}

static void lay(struct room *r, const struct fingerprint *a,
		const struct fingerprint *b, struct overlay *to)
{
	struct image one = { .width = SIDE, .height = SIDE, .px = r->one };
	struct image other = one;

	other.px = r->other;
	draw(r, a, b);
	phase_correlation_find(&r->phase, &one, &other, &to->shift);
	overlap(r, to);
}

/* The median correlation of images far apart in the table: what lies at one
 * place in all of them, such as a field stop or dust. */
static double common(const struct fingerprints *a, enum side side)
{
	double *ncc = mem_zero(a->n + 1, sizeof(*ncc)), median;
	size_t n = 0;

	for (size_t i = 0; i < a->n; i++) {
		const struct fingerprint *p = &a->image[side][i];
		const struct fingerprint *q =
			&a->image[side][(i + a->n / 2) % a->n];

		if (p->norm > 0 && q->norm > 0)
			ncc[n++] = fingerprint_ncc(p, q, 0);
	}
	median = check_median(ncc, n);
	free(ncc);
	return n ? fmax(median, 0) : 0;
}

/* A single cell correlates with any other, so one match proves nothing: it
 * must come from several parts of the picture, and be as clear as a match of
 * the same scene is.  Score only what exceeds the set's usual correlation; if
 * that is already near 1, give no verdict. */
static int is_same(const struct overlay *p, double usual)
{
	return p->ncc - usual >= 0.9 * (1 - usual) && usual < 0.9 &&
	       p->parts >= 9 && p->shift.quality >= 5;
}

/* The walls of a chip look the same in many places, but only on one side of
 * the pair: the other side's images do not match under the same shift. */
static int other_side_agrees(struct room *r, const struct fingerprint *a,
			     const struct fingerprint *b, struct overlay *p,
			     double usual)
{
	draw(r, a, b);
	overlap(r, p);
	return p->ncc - usual >= 0.45 * (1 - usual);
}

size_t *same_scene_find(const struct fingerprints *a, enum side side)
{
	struct mark *m = mem_zero(a->n + 1, sizeof(*m));
	size_t *to = mem_zero(a->n + 1, sizeof(*to));
	struct room r = { .one = mem_floats(FINGERPRINT_PIXELS),
			  .other = mem_floats(FINGERPRINT_PIXELS),
			  .power = mem_zero(FINGERPRINT_PIXELS,
					    sizeof(*r.power)) };
	enum side beside = side == SOURCE ? TARGET : SOURCE;
	double usual = common(a, side), usual_beside = common(a, beside);

	fft_init(&r.fft, SIDE);
	for (size_t i = 0; i < a->n; i++)
		if (fingerprints_has(a, i, side) && !a->image[side][i].flat)
			take_mark(&m[i], &a->image[side][i], &r);
	for (size_t i = 0; i < a->n; i++) {
		struct overlay p;

		to[i] = m[i].norm > 0 && *a->row[i].split ? nearest(a, m, i) :
							    a->n;
		if (to[i] == a->n)
			continue;
		lay(&r, &a->image[side][i], &a->image[side][to[i]], &p);
		if (!is_same(&p, usual) ||
		    !other_side_agrees(&r, &a->image[beside][i],
				       &a->image[beside][to[i]], &p,
				       usual_beside))
			to[i] = a->n;
	}
	fft_release(&r.fft);
	phase_correlation_release(&r.phase);
	free(r.one);
	free(r.other);
	free(r.power);
	free(m);
	return to;
}
