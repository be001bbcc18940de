/*
 * phase_correlation.c - by how much one image lies beside another.
 */
#include "check/phase_correlation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/calc.h"
#include "base/mem.h"

/* width of a peak; distance from which on the next may be */
enum { WIDTH = 2, BESIDE = 5 };
enum {
	AROUND = 8,
	CLOSE = 2
}; /* where the peak of a half is sought, and where it counts as the same */

static void release(struct fft_room *p)
{
	fft_release(&p->row);
	fft_release(&p->column);
	free(p->re);
	free(p->im);
	memset(p, 0, sizeof(*p));
}

void phase_correlation_release(struct phase_correlation *p)
{
	release(&p->whole);
	release(&p->half);
}

static size_t power_below(size_t n)
{
	size_t p = PHASE_LEAST;

	while (p * 2 <= n && p < PHASE_MOST)
		p *= 2;
	return p;
}

static void make_room(struct fft_room *p, size_t width, size_t height)
{
	if (p->row.n == width && p->column.n == height)
		return;
	release(p);
	fft_init(&p->row, width);
	fft_init(&p->column, height);
	p->re = mem_floats(width * height);
	p->im = mem_floats(width * height);
}

/* Three rows of an image, one below the other. */
struct rows {
	const float *up, *row, *down;
};

/* Returns the magnitude of Sobel's gradient at X, between the columns L and
 * R. */
static inline float gradient(const struct rows *p, size_t l, size_t x, size_t r)
{
	const float *up = p->up, *row = p->row, *down = p->down;
	float gx = up[r] - up[l] + 2 * (row[r] - row[l]) + down[r] - down[l];
	float gy = down[l] - up[l] + 2 * (down[x] - up[x]) + down[r] - up[r];

	return sqrtf(gx * gx + gy * gy);
}

/* Computes the gradients of row Y from column X0 on.  At the border, its pixels
 * are repeated. */
static void gradients(float *to, const struct image *im, size_t x0, size_t y,
		      size_t width)
{
	const float *row = im->px + y * im->width;
	const struct rows p = {
		y ? row - im->width : row,
		row,
		y + 1 < im->height ? row + im->width : row,
	};
	size_t last = x0 + width - 1;

	to[0] = gradient(&p, x0 ? x0 - 1 : x0, x0, x0 + 1);
	for (size_t x = x0 + 1; x < last; x++)
		to[x - x0] = gradient(&p, x - 1, x, x + 1);
	to[last - x0] = gradient(&p, last - 1, last,
				 last + 1 < im->width ? last + 1 : last);
}

static double hann(size_t i, size_t n)
{
	double w = calc_sin_turns(((double)i + 0.5) / (double)n / 2);

	return w * w;
}

/* Adds every fourth pixel to a sum of its own, so that no addition waits for
 * the one before.  WIDTH is a multiple of 4. */
static void add_row(const float *g, size_t width, double *sum, double *square)
{
	double s[4] = { 0 }, q[4] = { 0 };

	for (size_t x = 0; x < width; x += 4)
		for (size_t i = 0; i < 4; i++) {
			double v = g[x + i];

			s[i] += v;
			q[i] += v * v;
		}
	*sum += s[0] + s[1] + s[2] + s[3];
	*square += q[0] + q[1] + q[2] + q[3];
}

/* Computes the gradient of a box minus its mean, scaled to a mean square of 1
 * and faded out towards the border by Hann's window.  Returns 0 if it is
 * constant. */
static int take(float *to, const struct image *im, const size_t box[4])
{
	size_t x0 = box[0], y0 = box[1], width = box[2], height = box[3];
	double n = (double)(width * height), sum = 0, square = 0;
	float fade[PHASE_MOST];

	for (size_t y = 0; y < height; y++) {
		float *g = to + y * width;

		gradients(g, im, x0, y0 + y, width);
		add_row(g, width, &sum, &square);
	}
	sum /= n;
	square = square / n - sum * sum;
	if (!(square > 0) || !isfinite(square))
		return 0;
	for (size_t x = 0; x < width; x++)
		fade[x] = (float)hann(x, width);
	for (size_t y = 0; y < height; y++) {
		double scale = hann(y, height) / sqrt(square);
		float *g = to + y * width;

		for (size_t x = 0; x < width; x++)
			g[x] = (float)((g[x] - sum) * scale) * fade[x];
	}
	return 1;
}

/* Computes how much each of N frequencies counts.  High ones count less: noise
 * is strongest there, and a peak shaped like a Gaussian can be measured.  The
 * peak is WIDTH pixels wide, because what is dark around a cell is wider than
 * what glows inside it: a sharper peak would be a ring around the right place,
 * with its highest point anywhere on it. */
static void weights(float *to, size_t n)
{
	for (size_t k = 0; k < n; k++) {
		double f = 2 * M_PI * (double)(k <= n / 2 ? k : n - k) /
			   (double)n;

		to[k] = (float)calc_exp(-f * f * WIDTH * WIDTH / 2);
	}
}

/*
 * Z is the transform of a + i b, both real, so A(k) = (Z(k) + Z*(-k)) / 2 and
 * B(k) = (Z(k) - Z*(-k)) / 2i.  K is the index of k, M that of -k.
 */
struct both {
	float ar, ai, br, bi;
};

static inline struct both part(const struct fft_room *p, size_t k, size_t m)
{
	return (struct both){
		p->re[k] + p->re[m],
		p->im[k] - p->im[m],
		p->im[k] + p->im[m],
		p->re[m] - p->re[k],
	};
}

/* Returns the share of A or B, the smaller one, that is in the frequencies that
 * count.  The lowest frequencies come from the window. */
static double content(const struct fft_room *p)
{
	size_t w = p->row.n, h = p->column.n;
	double all[2] = { 0 }, coarse[2] = { 0 };
	float wy[PHASE_MOST], wx[PHASE_MOST];

	weights(wy, h);
	weights(wx, w);
	for (size_t y = 0; y <= h / 2; y++)
		for (size_t x = 0; x < w; x++) {
			struct both z = part(p, y * w + x,
					     (h - y) % h * w + (w - x) % w);
			float a = z.ar * z.ar + z.ai * z.ai;
			float b = z.br * z.br + z.bi * z.bi;
			float f = wy[y] * wx[x] * wy[y] * wx[x];

			if (y < 3 && (x < 3 || x > w - 3))
				continue;
			all[0] += a;
			all[1] += b;
			coarse[0] += f * a;
			coarse[1] += f * b;
		}
	return all[0] > 0 && all[1] > 0 ?
		       fmin(coarse[0] / all[0], coarse[1] / all[1]) :
		       0;
}

/* Replaces Z by B A* / |B A*|, weighted. */
static void cross_power(struct fft_room *p)
{
	size_t w = p->row.n, h = p->column.n;
	float wy[PHASE_MOST], wx[PHASE_MOST];

	weights(wy, h);
	weights(wx, w);
	for (size_t y = 0; y <= h / 2; y++) {
		size_t my = (h - y) % h;

		for (size_t x = 0; x < w; x++) {
			size_t k = y * w + x, m = my * w + (w - x) % w;
			struct both z = part(p, k, m);
			float re, im, size;

			if (m < k && my == y)
				continue;
			re = z.br * z.ar + z.bi * z.ai;
			im = z.bi * z.ar - z.br * z.ai;
			size = sqrtf(re * re + im * im);
			size = size > 0 ? wy[y] * wx[x] / size : 0;
			p->re[k] = p->re[m] = re * size;
			p->im[k] = im * size;
			p->im[m] = k == m ? 0 : -im * size;
		}
	}
}

/* Transforms what both images show in BOX: its left column, upper row, width
 * and height.  Returns 0 if one is constant there. */
static int transform(struct fft_room *p, const struct image *source,
		     const struct image *target, const size_t box[4])
{
	make_room(p, box[2], box[3]);
	if (!take(p->re, source, box) || !take(p->im, target, box))
		return 0;
	fft_plane(&p->row, &p->column, p->re, p->im);
	return 1;
}

/* Stores in RE how well each shift fits. */
static void correlate(struct fft_room *p)
{
	cross_power(p);
	fft_plane(&p->row, &p->column, p->im, p->re);
}

static float at(const struct fft_room *p, long y, long x)
{
	size_t w = p->row.n, h = p->column.n;

	return p->re[((size_t)y & (h - 1)) * w + ((size_t)x & (w - 1))];
}

/* Finds the highest point in a box around PY, PX; if OTHER is given, only among
 * points not within BESIDE pixels of it. */
static float peak(const struct fft_room *p, long ry, long rx, const long *other,
		  long *py, long *px)
{
	long y0 = *py, x0 = *px;
	float best = -INFINITY;

	for (long y = y0 - ry; y <= y0 + ry; y++)
		for (long x = x0 - rx; x <= x0 + rx; x++) {
			float v = at(p, y, x);

			if (v <= best ||
			    (other &&
			     (y - other[0]) * (y - other[0]) +
					     (x - other[1]) * (x - other[1]) <=
				     BESIDE * BESIDE))
				continue;
			best = v;
			*py = y;
			*px = x;
		}
	return best;
}

/* Returns where the parabola through three logarithms has its top; this is
 * exact for a Gaussian. */
static double top(float before, float here, float after)
{
	double a, b, c, bend;

	if (!(before > 0) || !(after > 0))
		return 0;
	a = calc_log(before);
	b = calc_log(here);
	c = calc_log(after);
	bend = a - 2 * b + c;
	return bend < 0 ? fmin(fmax((a - c) / 2 / bend, -0.5), 0.5) : 0;
}

/* Returns the distance between the peaks of the two halves of a box, if both
 * are close to AT_PEAK; otherwise NAN.  The longer side is cut in two; of large
 * boxes the middle is used.  The halves have no pixel in common, so if they
 * agree, it is not by chance. */
static double halves(struct phase_correlation *p, const struct image *source,
		     const struct image *target, const size_t whole[4],
		     const long at_peak[2])
{
	int cut = whole[3] >= whole[2] ? 3 : 2, other = 5 - cut;
	size_t box[4];
	long y[2], x[2];

	memcpy(box, whole, sizeof(box));
	box[cut] /= 2;
	while (box[other] > PHASE_MOST / 2) {
		box[other] /= 2;
		box[other - 2] += box[other] / 2;
	}
	for (int i = 0; i < 2; i++, box[cut - 2] += box[cut]) {
		y[i] = at_peak[0];
		x[i] = at_peak[1];
		if (box[cut] < PHASE_LEAST ||
		    !transform(&p->half, source, target, box))
			return NAN;
		correlate(&p->half);
		peak(&p->half, AROUND, AROUND, NULL, &y[i], &x[i]);
		if (labs(y[i] - at_peak[0]) > CLOSE ||
		    labs(x[i] - at_peak[1]) > CLOSE)
			return NAN;
	}
	y[1] -= y[0];
	x[1] -= x[0];
	return sqrt((double)(y[1] * y[1] + x[1] * x[1]));
}

static void note_near(struct measured_shift *to, const struct fft_room *p)
{
	size_t n = p->row.n * p->column.n;
	double square = 0, usual;

	for (size_t i = 0; i < n; i++)
		square += (double)p->re[i] * p->re[i];
	usual = sqrt(square / (double)n);
	for (long y = -PHASE_NEAR; y <= PHASE_NEAR; y++)
		for (long x = -PHASE_NEAR; x <= PHASE_NEAR; x++) {
			double v = 4 * at(p, y, x) / usual;

			to->near[y + PHASE_NEAR][x + PHASE_NEAR] =
				(signed char)fmin(fmax(v, -127), 127);
		}
}

/* Finds the part that is used.  Returns 0 if there is none. */
static int middle(size_t box[4], const struct image *source,
		  const struct image *target)
{
	if (source->width < PHASE_LEAST || source->height < PHASE_LEAST ||
	    source->width != target->width || source->height != target->height)
		return 0;
	box[2] = power_below(source->width);
	box[3] = power_below(source->height);
	box[0] = (source->width - box[2]) / 2;
	box[1] = (source->height - box[3]) / 2;
	return 1;
}

void phase_correlation_find(struct phase_correlation *p,
			    const struct image *source,
			    const struct image *target,
			    struct measured_shift *to)
{
	struct fft_room *all = &p->whole;
	size_t box[4];
	long at_peak[2] = { 0, 0 }, ry, rx, y = 0, x = 0;
	float best, next;

	memset(to, 0, sizeof(*to));
	to->halves = NAN;
	if (!middle(box, source, target) ||
	    !transform(all, source, target, box))
		return;
	if (!p->peak_only)
		to->content = content(all);
	correlate(all);
	ry = (long)box[3] / 4;
	rx = (long)box[2] / 4;
	best = peak(all, ry, rx, NULL, &y, &x);
	if (!(best > 0))
		return;
	at_peak[0] = y;
	at_peak[1] = x;
	to->y = (double)y + top(at(all, y - 1, x), best, at(all, y + 1, x));
	to->x = (double)x + top(at(all, y, x - 1), best, at(all, y, x + 1));
	y = x = 0;
	next = peak(all, ry, rx, at_peak, &y, &x);
	to->quality = next > 0 ? best / next : 1000;
	if (p->peak_only)
		return;
	note_near(to, all);
	if (to->quality >= PHASE_CLEAR)
		to->halves = halves(p, source, target, box, at_peak);
}

static void make_spectrum(struct phase_spectrum *s, size_t width, size_t height)
{
	s->width = width;
	s->height = height;
	for (int i = 0; i < 2; i++) {
		s->re[i] = mem_zero(width * height, sizeof(*s->re[i]));
		s->im[i] = mem_zero(width * height, sizeof(*s->im[i]));
	}
}

void phase_correlation_drop(struct phase_spectrum *s)
{
	for (int i = 0; i < 2; i++) {
		free(s->re[i]);
		free(s->im[i]);
	}
	*s = (struct phase_spectrum){ 0 };
}

/* Returns frequency number I of SIZE as one of 2 SIZE. */
static size_t frequency(size_t i, size_t size)
{
	return i < size / 2 ? i : i + size;
}

static void set_phase(struct phase_spectrum *to, int half, size_t i, float re,
		      float im)
{
	float size = sqrtf(re * re + im * im);

	to->re[half][i] = (signed char)(size > 0 ? rintf(127 * re / size) : 0);
	to->im[half][i] = (signed char)(size > 0 ? rintf(127 * im / size) : 0);
}

/* Stores the phases of a half that was transformed.  The middle frequencies are
 * left out: they have no counterpart. */
static void take_phases(const struct fft_room *p, int half,
			struct phase_spectrum *a, struct phase_spectrum *b)
{
	size_t w = p->row.n, h = p->column.n;

	for (size_t v = 0; v < a->height; v++)
		for (size_t u = 0; u < a->width; u++) {
			size_t y = frequency(v, a->height);
			size_t x = frequency(u, a->width);
			struct both z = part(p, y * w + x,
					     (h - y) % h * w + (w - x) % w);

			if (v == a->height / 2 || u == a->width / 2)
				continue;
			set_phase(a, half, v * a->width + u, z.ar, z.ai);
			set_phase(b, half, v * a->width + u, z.br, z.bi);
		}
}

void phase_correlation_keep(struct phase_correlation *p,
			    const struct image *source,
			    const struct image *target,
			    struct phase_spectrum *a, struct phase_spectrum *b)
{
	size_t box[4], cut;
	int some = 1;

	*a = *b = (struct phase_spectrum){ 0 };
	if (!middle(box, source, target))
		return;
	cut = box[3] >= box[2] ? 3 : 2;
	box[cut] /= 2;
	if (box[2] < PHASE_LEAST || box[3] < PHASE_LEAST)
		return;
	make_spectrum(a, box[2] / 2, box[3] / 2);
	make_spectrum(b, box[2] / 2, box[3] / 2);
	for (int half = 0; some && half < 2; half++, box[cut - 2] += box[cut]) {
		some = transform(&p->half, source, target, box);
		if (some)
			take_phases(&p->half, half, a, b);
	}
	if (some)
		return;
	phase_correlation_drop(a);
	phase_correlation_drop(b);
}

/* Computes B A* of both halves, weighted: the first half becomes the real part
 * of the result, the second half the imaginary part. */
static void cross_phase(struct fft_room *p, const struct phase_spectrum *a,
			const struct phase_spectrum *b)
{
	float wy[PHASE_MOST], wx[PHASE_MOST];

	weights(wy, 2 * a->height);
	weights(wx, 2 * a->width);
	for (size_t v = 0; v < a->height; v++)
		for (size_t u = 0; u < a->width; u++) {
			size_t i = v * a->width + u;
			float f = wy[frequency(v, a->height)] *
				  wx[frequency(u, a->width)];
			float re[2], im[2];

			for (int k = 0; k < 2; k++) {
				re[k] = f * (float)(b->re[k][i] * a->re[k][i] +
						    b->im[k][i] * a->im[k][i]);
				im[k] = f * (float)(b->im[k][i] * a->re[k][i] -
						    b->re[k][i] * a->im[k][i]);
			}
			p->re[i] = re[0] - im[1];
			p->im[i] = im[0] + re[1];
		}
}

/* Returns the highest of a plane's points within REACH of Y, X, divided by the
 * root mean square of all points. */
static double highest(const float *plane, size_t w, size_t h, long y, long x,
		      long reach)
{
	double square = 0, best = 0;

	for (size_t i = 0; i < w * h; i++)
		square += (double)plane[i] * plane[i];
	for (long v = y - reach; v <= y + reach; v++)
		for (long u = x - reach; u <= x + reach; u++)
			best = fmax(best, plane[((size_t)v & (h - 1)) * w +
						((size_t)u & (w - 1))]);
	return square > 0 ? best / sqrt(square / (double)(w * h)) : 0;
}

void phase_correlation_fit(struct phase_correlation *p,
			   const struct phase_spectrum *source,
			   const struct phase_spectrum *target, long y, long x,
			   long reach, double fit[2])
{
	size_t w = source->width, h = source->height;
	struct fft_room *half = &p->half;

	make_room(half, w, h);
	cross_phase(half, source, target);
	fft_plane(&half->row, &half->column, half->im, half->re);
	/* One pixel here is two pixels of the image. */
	fit[0] = highest(half->re, w, h, y / 2, x / 2, reach / 2);
	fit[1] = highest(half->im, w, h, y / 2, x / 2, reach / 2);
}
