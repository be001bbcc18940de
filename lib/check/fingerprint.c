/* fingerprint.c - what is kept of an image.  See fingerprint.h. */
#include "check/fingerprint.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/calc.h"
#include "base/mem.h"
#include "base/float_sort.h"
#include "check/near_hash.h"

/* Returns a quantile of sorted values, in numpy's "linear" way. */
static double quantile(const float *sorted, size_t n, double q)
{
	double h = (double)(n - 1) * q, low = floor(h);
	size_t i = (size_t)low;

	if (i + 1 >= n)
		return sorted[n - 1];
	return sorted[i] + (h - low) * ((double)sorted[i + 1] - sorted[i]);
}

static double entropy(const float *sorted, size_t n, double low, double high)
{
	double width = (high - low) / 256, sum = 0;
	size_t count[256] = { 0 }, bin = 0;

	if (!(width > 0))
		return 0;
	for (size_t i = 0; i < n; i++) {
		if (!i || sorted[i] != sorted[i - 1]) {
			double c = floor((sorted[i] - low) / width);

			bin = (size_t)fmin(fmax(c, 0), 255);
		}
		count[bin]++;
	}
	for (int i = 0; i < 256; i++)
		if (count[i]) {
			double p = (double)count[i] / (double)n;

			sum -= p * calc_log2(p);
		}
	return sum;
}

/* Returns how many of the sorted values, counted from the end (BACK 1) or the
 * front, lie within REACH of the first one. */
static size_t near(const float *sorted, size_t n, int back, double reach)
{
	size_t i = 0;
	double end = back ? sorted[n - 1] : sorted[0];

	while (i < n && fabs(sorted[back ? n - 1 - i : i] - end) <= reach)
		i++;
	return i;
}

/* Returns the share of pixels at an end of the range, if there are at least 10
 * times as many as, on average, have each of the next 16 levels; otherwise
 * 0. */
static double heap(const float *sorted, size_t n, int back, double level)
{
	size_t at = near(sorted, n, back, 0);
	size_t beside = near(sorted, n, back, 16 * level) - at;

	if (at == n || (double)at < 10 * (double)beside / 16)
		return 0;
	return (double)at / (double)n;
}

static double steps(const float *sorted, size_t n)
{
	uint64_t step = 0;

	for (size_t i = 1; i < n && step != 1; i++) {
		uint64_t a = (uint64_t)((double)sorted[i] - sorted[i - 1]);

		while (a) {
			uint64_t rest = step % a;

			step = a;
			a = rest;
		}
	}
	return (double)step;
}

static void moments(struct fingerprint *p, const float *sorted, size_t n)
{
	double sum = 0, square = 0;

	for (size_t i = 0; i < n; i++)
		sum += sorted[i];
	p->mean = sum / (double)n;
	for (size_t i = 0; i < n; i++)
		square += (sorted[i] - p->mean) * (sorted[i] - p->mean);
	p->sd = sqrt(square / (double)n);
}

static void measure(struct fingerprint *p, const float *sorted, size_t n)
{
	double level = 1;

	p->low = quantile(sorted, n, 0.001);
	p->high = quantile(sorted, n, 0.999);
	p->median = quantile(sorted, n, 0.5);
	p->iqr = quantile(sorted, n, 0.75) - quantile(sorted, n, 0.25);
	for (int i = 0; i <= FINGERPRINT_PARTS; i++)
		p->part[i] = (float)quantile(sorted, n,
					     (double)i / FINGERPRINT_PARTS);
	moments(p, sorted, n);
	p->entropy = entropy(sorted, n, p->low, p->high);
	p->inner_entropy = entropy(sorted, n, p->part[1],
				   p->part[FINGERPRINT_PARTS - 1]);
	if (pixel_is_float(p->type))
		level = (p->high - p->low) / 4096;
	else
		p->step = steps(sorted, n);
	p->two_values = sorted[0] < sorted[n - 1] &&
			near(sorted, n, 0, 0) + near(sorted, n, 1, 0) == n;
	p->at_top = heap(sorted, n, 1, level);
	p->at_bottom = heap(sorted, n, 0, level);
}

int fingerprint_outshone(const struct fingerprint *p)
{
	return p->n && p->entropy < FINGERPRINT_BLANK &&
	       p->inner_entropy >= FINGERPRINT_BLANK;
}

/* Values are cut off at these limits; one that is not finite counts as FILL. */
struct limits {
	double low, high, fill;
};

/* Pixels far from all others would rule the small picture, and all pictures of
 * one camera would look the same. */
static struct limits limits_of(const struct fingerprint *p)
{
	double low = p->part[1], high = p->part[FINGERPRINT_PARTS - 1];

	if (!p->extreme.is_hot && !fingerprint_outshone(p))
		return (struct limits){ -INFINITY, INFINITY, p->mean };
	return (struct limits){ 2 * low - high, 2 * high - low, p->median };
}

/* Computes the means of WIDE x HIGH blocks. */
static void shrink(double *to, size_t wide, size_t high, const struct image *im,
		   struct limits cut)
{
	for (size_t y = 0; y < high; y++)
		for (size_t x = 0; x < wide; x++) {
			size_t y0 = y * im->height / high;
			size_t y1 = (y + 1) * im->height / high;
			size_t x0 = x * im->width / wide;
			size_t x1 = (x + 1) * im->width / wide;
			double sum = 0;

			y1 += y1 == y0;
			x1 += x1 == x0;
			for (size_t v = y0; v < y1; v++)
				for (size_t u = x0; u < x1; u++) {
					float a = im->px[v * im->width + u];

					sum += isfinite(a) ?
						       fmin(fmax(a, cut.low),
							    cut.high) :
						       cut.fill;
				}
			to[y * wide + x] = sum / (double)(y1 - y0) /
					   (double)(x1 - x0);
		}
}

enum { DEGREE = 4 };

/* Computes polynomials of degree 0 to DEGREE along the side of a small picture.
 * They are orthogonal, and each has 1 as the sum of its squares. */
static void polynomials(double to[DEGREE + 1][FINGERPRINT_SIDE])
{
	for (int k = 0; k <= DEGREE; k++) {
		double square = 0;

		for (int i = 0; i < FINGERPRINT_SIDE; i++)
			to[k][i] = calc_power(
				(2 * i + 1) / (double)FINGERPRINT_SIDE - 1, k);
		for (int m = 0; m < k; m++) {
			double dot = 0;

			for (int i = 0; i < FINGERPRINT_SIDE; i++)
				dot += to[m][i] * to[k][i];
			for (int i = 0; i < FINGERPRINT_SIDE; i++)
				to[k][i] -= dot * to[m][i];
		}
		for (int i = 0; i < FINGERPRINT_SIDE; i++)
			square += to[k][i] * to[k][i];
		for (int i = 0; i < FINGERPRINT_SIDE; i++)
			to[k][i] /= sqrt(square);
	}
}

/* Subtracts the polynomial that fits best.  It is what lamp and lens do to all
 * images alike; with it, images of few cells under an uneven lamp would all
 * look the same. */
static void level(double *mean)
{
	double p[DEGREE + 1][FINGERPRINT_SIDE];

	polynomials(p);
	for (int v = 0; v <= DEGREE; v++)
		for (int u = 0; u + v <= DEGREE; u++) {
			double dot = 0;

			for (int i = 0; i < FINGERPRINT_PIXELS; i++)
				dot += p[v][i / FINGERPRINT_SIDE] *
				       p[u][i % FINGERPRINT_SIDE] * mean[i];
			for (int i = 0; i < FINGERPRINT_PIXELS; i++)
				mean[i] -= p[v][i / FINGERPRINT_SIDE] *
					   p[u][i % FINGERPRINT_SIDE] * dot;
		}
}

/* Smooths N values, STEP apart, by 1 4 6 4 1. */
static void smooth(double *x, size_t n, size_t step)
{
	double y[FINGERPRINT_SIDE + 4];

	for (size_t i = 0; i < n + 4; i++)
		y[i] = x[(i < 2 ? 0 : i > n + 1 ? n - 1 : i - 2) * step];
	for (size_t i = 0; i < n; i++)
		x[i * step] = (y[i] + 4 * y[i + 1] + 6 * y[i + 2] +
			       4 * y[i + 3] + y[i + 4]) /
			      16;
}

static void draw_small(struct fingerprint *p, const double *mean, double least)
{
	double most, square = 0;

	for (size_t i = 0; i < FINGERPRINT_PIXELS; i++)
		square += mean[i] * mean[i];
	/* Four standard deviations fill the type's range; the few pixels beyond
	 * are set to its ends. */
	most = 4 * sqrt(square / FINGERPRINT_PIXELS);
	p->flat = !(most > least) || !isfinite(most);
	square = 0;
	for (size_t i = 0; i < FINGERPRINT_PIXELS && !p->flat; i++) {
		double v = 127 * mean[i] / most;

		v = rint(fmin(fmax(v, -127), 127));
		p->small[i] = (signed char)v;
		square += v * v;
	}
	p->norm = (float)sqrt(square);
}

/* Returns the index that pixel I of the turned picture has in the original
 * one. */
static size_t turned(size_t i, int turn)
{
	size_t y = i / FINGERPRINT_SIDE, x = i % FINGERPRINT_SIDE;

	x = turn & 1 ? FINGERPRINT_SIDE - 1 - x : x;
	y = turn & 2 ? FINGERPRINT_SIDE - 1 - y : y;
	return turn & 4 ? x * FINGERPRINT_SIDE + y : y * FINGERPRINT_SIDE + x;
}

static uint64_t hash_of(const double *small, int turn)
{
	double mean[9 * 8] = { 0 };
	uint64_t hash = 0;

	for (size_t i = 0; i < FINGERPRINT_PIXELS; i++)
		mean[i / FINGERPRINT_SIDE / 8 * 9 +
		     i % FINGERPRINT_SIDE * 9 / FINGERPRINT_SIDE] +=
			small[turned(i, turn)];
	/* 64 columns make 9: the first has 8 of them, the others 7. */
	for (int y = 0; y < 8; y++)
		mean[y * 9] *= 7. / 8;
	for (int y = 0; y < 8; y++)
		for (int x = 0; x < 8; x++)
			hash = hash << 1 |
			       (mean[y * 9 + x + 1] > mean[y * 9 + x]);
	return hash;
}

/* Adds the small pictures of all slices of IM to MEAN, divided by their
 * number. */
static void shrink_slices(double *mean, const struct fingerprint *p,
			  const struct image *im)
{
	double one[FINGERPRINT_PIXELS];
	struct image slice = *im;

	slice.height = p->height;
	for (size_t z = 0; z < p->slices; z++) {
		shrink(one, FINGERPRINT_SIDE, FINGERPRINT_SIDE, &slice,
		       limits_of(p));
		for (size_t i = 0; i < FINGERPRINT_PIXELS; i++)
			mean[i] += one[i] / (double)p->slices;
		slice.px += slice.width * slice.height;
	}
}

static void look_small(struct fingerprint *p, const struct image *im)
{
	double *mean = mem_zero(FINGERPRINT_PIXELS, sizeof(*mean)), sum = 0;

	shrink_slices(mean, p, im);
	for (size_t i = 0; i < FINGERPRINT_PIXELS; i++)
		sum += mean[i] / FINGERPRINT_PIXELS;
	level(mean);
	/* Smoothing keeps images alike that were moved by a pixel or two, or
	 * have more noise. */
	for (size_t i = 0; i < FINGERPRINT_SIDE; i++)
		smooth(mean + i * FINGERPRINT_SIDE, FINGERPRINT_SIDE, 1);
	for (size_t i = 0; i < FINGERPRINT_SIDE; i++)
		smooth(mean + i, FINGERPRINT_SIDE, FINGERPRINT_SIDE);
	draw_small(p, mean, 1e-6 * fabs(sum));
	for (int turn = 0; turn < FINGERPRINT_TURNS; turn++)
		p->dhash[turn] = hash_of(mean, turn);
	free(mean);
}

static void digest_pixels(struct fingerprint *p, const struct image *im)
{
	uint64_t size[2] = { im->width, im->height };
	struct hash *h = digest_new();

	digest_add(h, size, sizeof(size));
	digest_add(h, im->px, im->width * im->height * sizeof(*im->px));
	digest_end(h, &p->pixels);
}

static int is_constant(const float *px, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (px[i] != px[0])
			return 0;
	return 1;
}

static void look_at_slices(struct fingerprint *p, const struct image *im)
{
	size_t len = p->width * p->height;

	for (size_t z = 0; p->slices > 1 && z < p->slices; z++) {
		const float *px = im->px + z * len;

		if (is_constant(px, len))
			p->constant++;
		else if (z && !memcmp(px, px - len, len * sizeof(*px)))
			p->repeated++;
	}
}

/* Counting levels is faster than sorting if there are few of them. */
static void sort(float *x, size_t n, enum pixel type)
{
	if (type == PIXEL_U8 || type == PIXEL_I8)
		float_sort_levels(x, n, type == PIXEL_I8 ? INT8_MIN : 0, 256);
	else if (type == PIXEL_U16 || type == PIXEL_I16)
		float_sort_levels(x, n, type == PIXEL_I16 ? INT16_MIN : 0,
				  65536);
	else
		float_sort_floats(x, n);
}

void fingerprint_take(struct fingerprint *p, const struct image *im)
{
	size_t all = im->width * im->height;
	float *sorted = mem_floats(all);

	memset(p, 0, sizeof(*p));
	p->slices = im->slices > 1 ? im->slices : 1;
	p->width = im->width;
	p->height = im->height / p->slices;
	p->type = im->type;
	p->file_type = im->file_type;
	p->pitch = im->pitch;
	memcpy(p->channel, im->channel, sizeof(p->channel));
	p->note = im->note ? im->note : "";
	for (size_t i = 0; i < all; i++)
		if (isfinite(im->px[i]))
			sorted[p->n++] = im->px[i];
	p->nonfinite = all - p->n;
	if (p->n) {
		sort(sorted, p->n, im->type);
		measure(p, sorted, p->n);
		extreme_of_sorted(&p->extreme, sorted, p->n);
	}
	free(sorted);
	digest_pixels(p, im);
	look_at_slices(p, im);
	look_small(p, im);
}

void fingerprint_release(struct fingerprint *p)
{
	free(p->trouble);
	p->trouble = NULL;
}

double fingerprint_ncc(const struct fingerprint *a, const struct fingerprint *b,
		       int turn)
{
	int sum = 0;

	if (a->flat || b->flat)
		return 0;
	if (turn)
		for (size_t i = 0; i < FINGERPRINT_PIXELS; i++)
			sum += a->small[i] * b->small[turned(i, turn)];
	else
		for (size_t i = 0; i < FINGERPRINT_PIXELS; i++)
			sum += a->small[i] * b->small[i];
	return sum / ((double)a->norm * b->norm);
}

int fingerprint_distance(const struct fingerprint *a,
			 const struct fingerprint *b, int turn)
{
	uint64_t x = a->dhash[0] ^ b->dhash[turn];

	x -= x >> 1 & 0x5555555555555555u;
	x = (x & 0x3333333333333333u) + (x >> 2 & 0x3333333333333333u);
	x = (x + (x >> 4)) & 0x0f0f0f0f0f0f0f0fu;
	return (int)(x * 0x0101010101010101u >> 56);
}

int fingerprint_alike(const struct fingerprint *a, const struct fingerprint *b)
{
	for (int turn = 0; turn < FINGERPRINT_TURNS; turn++)
		if (fingerprint_distance(a, b, turn) <= NEAR_HASH_BITS &&
		    fingerprint_ncc(a, b, turn) >= 0.98)
			return 1;
	return 0;
}
