/*
 * same_scene.c - see same_scene.h.
 *
 * Shifting an image changes little more than the phases of its spectrum.  Which
 * frequencies are strong differs from scene to scene by chance.  So the power
 * spectra of the small pictures of all images are compared, and each image is
 * aligned only with the most similar one.
 */
#include "check/same_scene.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/calc.h"
#include "base/mem.h"
#include "base/size.h"
#include "base/strs.h"
#include "check/check.h"

/* If all images are more alike than this, nothing can be said. */
#define USUAL_MOST 0.9

enum {
	SIDE = FINGERPRINT_SIDE,
	MASK = SIDE - 1,
	FREQ = 12, /* lowest frequencies, where noise is weak */
	MARKS = FREQ * (2 * FREQ + 1),
	LANES = 16,
	ROOM = (MARKS + LANES - 1) / LANES * LANES, /* the rest is zeros */
	MOST = 120, /* largest value in a mark: two products fit into 16 bits */
	AROUND = 3, /* frequencies on each side that one is compared with */
	LEAST_QUALITY = 5, /* of a shift between images of one scene */
	TILES = 8	   /* tiles in a row of a small picture */
};

struct mark {
	float norm; /* sqrt of the sum of squares; 0: there is no mark */
	int16_t power[ROOM];
};

struct overlay { /* one small picture laid on another */
	struct measured_shift shift;
	double ncc; /* correlation of what both show */
	/* the number of tiles that NCC comes from: the square of their sum over
	 * the sum of their squares */
	double parts;
};

struct room {
	struct fft fft;
	struct phase_correlation phase;
	float *one, *other;
	double *power;
	double fade[SIDE]; /* the square root of Hann's window */
};

/* Computes the logarithm of a picture's power at each frequency.  Hann's window
 * fades the picture out towards its border. */
static void take_power(struct room *r, const struct fingerprint *p)
{
	for (int i = 0; i < FINGERPRINT_PIXELS; i++) {
		double y = r->fade[i / SIDE], x = r->fade[i % SIDE];

		r->one[i] = (float)(p->small[i] * y * y * x * x);
		r->other[i] = 0;
	}
	fft_plane(&r->fft, &r->fft, r->one, r->other);
	/* Other frequencies are not compared. */
	for (int v = -AROUND; v < FREQ + AROUND; v++)
		for (int u = -FREQ - AROUND; u <= FREQ + AROUND; u++) {
			int i = (v & MASK) * SIDE + (u & MASK);
			double re = r->one[i], im = r->other[i];

			r->power[i] = calc_log(1 + re * re + im * im);
		}
}

/* Returns the power of a frequency minus the average of those around it. */
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
	int16_t *next = m->power;
	double square = 0;

	take_power(r, p);
	for (int v = 0; v < FREQ; v++)
		for (int u = -FREQ; u <= FREQ; u++) {
			double d = beyond(r->power, v, u);

			d = rint(fmin(fmax(d, -3), 3) * (MOST / 3));
			*next++ = (int16_t)d;
			square += d * d;
		}
	m->norm = (float)sqrt(square);
}

/* Returns the correlation of two marks.  All pairs of images come through here.
 * Compilers turn the loop into instructions that multiply many 16-bit numbers
 * at once. */
static double likeness(const struct mark *a, const struct mark *b)
{
	int sum = 0;

	for (int i = 0; i < ROOM; i++)
		sum += a->power[i] * b->power[i];
	return sum / ((double)a->norm * b->norm);
}

/* Numbers the splits from 1 on, in the order of the rows; 0: the row has no
 * split or its mark is empty, so it matches no other. */
static unsigned *number_splits(const struct fingerprints *a,
			       const struct mark *m)
{
	unsigned *number = mem_zero(a->n + 1, sizeof(*number));
	struct strs names = { 0 };

	for (size_t i = 0; i < a->n; i++) {
		size_t k = 0;

		if (!(m[i].norm > 0) || !*a->row[i].split)
			continue;
		while (k < names.n && strcmp(names.at[k], a->row[i].split))
			k++;
		if (k == names.n)
			strs_add(&names, a->row[i].split);
		number[i] = (unsigned)k + 1;
	}
	strs_release(&names);
	return number;
}

/* Finds, for each row, the row of another split whose mark is most like its
 * own; of several, the first; a->n if there is none.  Takes rows by blocks, so
 * that a block's marks stay in the processor's cache. */
static void find_nearest(const struct fingerprints *a, const struct mark *m,
			 size_t *to)
{
	enum { BLOCK = 16 };
	double *most = mem_zero(a->n + 1, sizeof(*most));
	unsigned *split = number_splits(a, m);

	for (size_t i = 0; i < a->n; i++)
		to[i] = a->n;
	for (size_t first = 0; first < a->n; first += BLOCK)
		for (size_t k = first + 1; k < a->n; k++)
			for (size_t i = first; i < min(first + BLOCK, k); i++) {
				double l;

				if (!split[i] || !split[k] ||
				    split[i] == split[k])
					continue;
				l = likeness(&m[i], &m[k]);
				if (l > most[i]) {
					most[i] = l;
					to[i] = k;
				}
				if (l > most[k]) {
					most[k] = l;
					to[k] = i;
				}
			}
	free(split);
	free(most);
}

/* Returns the value at distance DY, DX from pixel I, interpolated between four
 * pixels; NAN if it is outside. */
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

/* Correlates the two pictures where they overlap, the other one shifted. */
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
	*to = (struct overlay){ 0 };
	phase_correlation_find(&r->phase, &one, &other, &to->shift);
	if (to->shift.quality >= LEAST_QUALITY)
		overlap(r, to);
}

/* Returns the median correlation of images far apart in the table.  It shows
 * what all of them have in one place, such as a field stop or dust. */
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

/* Returns 1 if two pictures show one scene.  A single cell correlates with any
 * other, so one match proves nothing: the correlation must come from several
 * parts of the picture, and the shift must be as clear as between images of one
 * scene.  Only what exceeds the set's usual correlation counts; if that is near
 * 1 already, nothing can be said. */
static int is_same(const struct overlay *p, double usual)
{
	return p->ncc - usual >= 0.9 * (1 - usual) && usual < USUAL_MOST &&
	       p->parts >= 9 && p->shift.quality >= LEAST_QUALITY;
}

/* Returns 1 if the images of the other side match under the same shift.  The
 * walls of a microfluidic chip look the same in many places, but only on one
 * side of the pair. */
static int other_side_agrees(struct room *r, const struct fingerprint *a,
			     const struct fingerprint *b, struct overlay *p,
			     double usual)
{
	draw(r, a, b);
	overlap(r, p);
	return p->ncc - usual >= 0.45 * (1 - usual);
}

/* Returns 1 if the images of rows I and K show one scene.  Those that are
 * nearly identical need not be aligned. */
static int is_one_scene(struct room *r, const struct fingerprints *a,
			enum side side, size_t i, size_t k,
			const double usual[SIDES])
{
	const struct fingerprint *one = a->image[side];
	const struct fingerprint *other = a->image[!side];
	struct overlay p;

	if (fingerprint_alike(&one[i], &one[k]))
		return usual[side] < USUAL_MOST;
	lay(r, &one[i], &one[k], &p);
	return is_same(&p, usual[side]) &&
	       other_side_agrees(r, &other[i], &other[k], &p, usual[!side]);
}

size_t *same_scene_find(const struct fingerprints *a, enum side side)
{
	struct mark *m = mem_zero(a->n + 1, sizeof(*m));
	size_t *near = mem_zero(a->n + 1, sizeof(*near));
	size_t *to = mem_zero(a->n + 1, sizeof(*to));
	struct room r = { .one = mem_floats(FINGERPRINT_PIXELS),
			  .other = mem_floats(FINGERPRINT_PIXELS),
			  .power = mem_zero(FINGERPRINT_PIXELS,
					    sizeof(*r.power)),
			  .phase = { .peak_only = 1 } };
	const double usual[SIDES] = { common(a, SOURCE), common(a, TARGET) };

	fft_init(&r.fft, SIDE);
	for (int i = 0; i < SIDE; i++)
		r.fade[i] = calc_sin_turns((i + 0.5) / SIDE / 2);
	for (size_t i = 0; i < a->n; i++)
		if (fingerprints_has(a, i, side) && !a->image[side][i].flat)
			take_mark(&m[i], &a->image[side][i], &r);
	find_nearest(a, m, near);
	for (size_t i = 0; i < a->n; i++) {
		size_t k = near[i];

		to[i] = a->n;
		if (k < i && near[k] == i) /* they were compared already */
			to[i] = to[k] == i ? k : a->n;
		else if (k < a->n && is_one_scene(&r, a, side, i, k, usual))
			to[i] = k;
	}
	fft_release(&r.fft);
	phase_correlation_release(&r.phase);
	free(r.one);
	free(r.other);
	free(r.power);
	free(near);
	free(m);
	return to;
}
