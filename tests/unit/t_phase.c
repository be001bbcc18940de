/*
 * t_phase.c - Fourier transforms, shifts between images, small pictures.
 */
#include <math.h>

#include "base/mem.h"
#include "base/rng.h"
#include "check/fingerprint.h"
#include "check/phase_correlation.h"
#include "base/float_sort.h"
#include "unit.h"

/* Against the sum that defines it. */
static void plane_is_the_sum(void **state)
{
	enum { W = 16, H = 8, N = W * H };
	struct fft row, column;
	float re[N], im[N], a[N], b[N];
	struct rng r;

	(void)state;
	rng_init(&r, 1, "t_phase", 0, 0);
	for (int i = 0; i < N; i++) {
		re[i] = a[i] = (float)rng_normal(&r);
		im[i] = b[i] = (float)rng_normal(&r);
	}
	fft_init(&row, W);
	fft_init(&column, H);
	fft_plane(&row, &column, re, im);
	for (int v = 0; v < H; v++)
		for (int u = 0; u < W; u++) {
			double sr = 0, si = 0;

			for (int i = 0; i < N; i++) {
				double t = -2 * M_PI *
					   ((double)u * (i % W) / W +
					    (double)v * (i / W) / H);

				sr += a[i] * cos(t) - b[i] * sin(t);
				si += a[i] * sin(t) + b[i] * cos(t);
			}
			assert_true(fabs(re[v * W + u] - sr) < 2e-5);
			assert_true(fabs(im[v * W + u] - si) < 2e-5);
		}
	fft_plane(&row, &column, im, re);
	for (int i = 0; i < N; i++) {
		assert_true(fabsf(re[i] / N - a[i]) < 1e-6f);
		assert_true(fabsf(im[i] / N - b[i]) < 1e-6f);
	}
	fft_release(&row);
	fft_release(&column);
}

/* Round spots, moved down by DY and to the right by DX; GAIN may turn the
 * contrast over, as other microscopy does. */
static struct image spots(size_t w, size_t h, double dy, double dx, double gain,
			  uint64_t noise)
{
	struct image im = { .width = w,
			    .height = h,
			    .type = PIXEL_F32,
			    .px = mem_floats(w * h) };
	struct rng place, r;

	rng_init(&r, noise, "t_phase noise", 0, 0);
	for (size_t i = 0; i < w * h; i++)
		im.px[i] = (float)(0.02 * rng_normal(&r));
	rng_init(&place, 2, "t_phase spots", 0, 0);
	for (size_t k = 0; k < w * h / 150; k++) {
		double y = rng_uniform(&place) * (double)h + dy;
		double x = rng_uniform(&place) * (double)w + dx;
		double s = 1.5 + 2 * rng_uniform(&place);

		for (size_t i = 0; i < w * h; i++) {
			double v = ((double)(i / w) - y) / s;
			double u = ((double)(i % w) - x) / s;

			if (v * v + u * u < 40)
				im.px[i] += (float)(gain *
						    exp(-(v * v + u * u) / 2));
		}
	}
	return im;
}

static struct measured_shift measure(size_t w, size_t h, double dy, double dx,
				     double gain)
{
	struct image a = spots(w, h, 0, 0, 1, 1);
	struct image b = spots(w, h, dy, dx, gain, 2);
	struct phase_correlation p = { 0 };
	struct measured_shift s;

	phase_correlation_find(&p, &a, &b, &s);
	phase_correlation_release(&p);
	image_release(&a);
	image_release(&b);
	return s;
}

static void finds_known_shifts(void **state)
{
	static const double by[][2] = {
		{ 0, 0 },      { 3, -5 },     { -7, 2 },
		{ 0.5, 0.25 }, { -1.3, 2.7 }, { 4.75, -0.4 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(by) / sizeof(*by); i++)
		for (int gain = -3; gain <= 1; gain += 4) {
			struct measured_shift s = measure(128, 64, by[i][0],
							  by[i][1], gain);

			assert_true(fabs(s.y - by[i][0]) < 0.15);
			assert_true(fabs(s.x - by[i][1]) < 0.15);
			assert_true(s.quality > 2);
			assert_true(s.halves < 2);
		}
}

/* What speaks for a shift is noted by its place, and how much there is to
 * see; images of something else have as much, but no half of them agrees. */
static void notes_what_speaks(void **state)
{
	struct image a = spots(128, 128, 0, 0, 1, 1);
	struct image b = spots(128, 128, 3, -5, 1, 2);
	struct image c = spots(128, 128, 64, 30, 1, 3);
	struct phase_correlation p = { 0 };
	struct measured_shift s, other;
	int most = 0, side = 2 * PHASE_NEAR + 1;

	(void)state;
	phase_correlation_find(&p, &a, &b, &s);
	for (int i = 0; i < side * side; i++)
		if (s.near[i / side][i % side] > most)
			most = s.near[i / side][i % side];
	assert_true(most > 40);
	assert_int_equal(s.near[PHASE_NEAR + 3][PHASE_NEAR - 5], most);
	phase_correlation_find(&p, &a, &c, &other);
	assert_true(other.content > s.content / 2);
	assert_true(other.near[PHASE_NEAR + 3][PHASE_NEAR - 5] < most / 4);
	assert_true(isnan(other.halves) || other.quality < PHASE_CLEAR);
	phase_correlation_release(&p);
	image_release(&a);
	image_release(&b);
	image_release(&c);
}

/* Dark rings of bright field on one side, on the other what glows within
 * them: no edge lies on another, the middles do. */
static void rings_lie_on_discs(void **state)
{
	enum { N = 256, CELLS = 60 };
	struct image a = spots(N, N, 0, 0, 0, 1), b = spots(N, N, 0, 0, 0, 2);
	struct phase_correlation p = { 0 };
	struct measured_shift s;
	struct rng place;

	(void)state;
	rng_init(&place, 9, "t_phase rings", 0, 0);
	for (int k = 0; k < CELLS; k++) {
		double y = rng_uniform(&place) * N, x = rng_uniform(&place) * N;
		double r = 5 + 7 * rng_uniform(&place);
		double f = 0.7 + 0.6 * rng_uniform(&place);

		for (int i = 0; i < N * N; i++) {
			double v = i / N - y, u = i % N - x;
			double d = hypot(v * f, u / f);
			double e = hypot((v + 8) * f, (u - 5) / f);

			a.px[i] -= (float)(exp(-pow((d - r) / 1.6, 2)) -
					   exp(-pow((d - r - 3) / 1.8, 2)) / 2);
			b.px[i] += (float)(1 / (1 + exp(e / 0.8 - r * 1.1)));
		}
	}
	phase_correlation_find(&p, &a, &b, &s);
	assert_true(hypot(s.y + 8, s.x - 5) < 2);
	assert_true(s.quality > 1.5);
	phase_correlation_release(&p);
	image_release(&a);
	image_release(&b);
}

static void unrelated_is_not_clear(void **state)
{
	struct image a = { .width = 128,
			   .height = 128,
			   .type = PIXEL_F32,
			   .px = mem_floats(128 * 128) };
	struct image b = { .width = 128,
			   .height = 128,
			   .type = PIXEL_F32,
			   .px = mem_floats(128 * 128) };
	struct phase_correlation p = { 0 };
	struct measured_shift s;
	struct rng r;

	(void)state;
	rng_init(&r, 3, "t_phase", 0, 0);
	for (int i = 0; i < 128 * 128; i++) {
		a.px[i] = (float)rng_normal(&r);
		b.px[i] = (float)rng_normal(&r);
	}
	phase_correlation_find(&p, &a, &b, &s);
	assert_true(s.quality < 1.5);
	for (int i = 0; i < 128 * 128; i++)
		b.px[i] = 7;
	phase_correlation_find(&p, &a, &b, &s);
	assert_true(s.quality == 0);
	b.height = 8;
	a.height = 8;
	phase_correlation_find(&p, &a, &b, &s);
	assert_true(s.quality == 0);
	phase_correlation_release(&p);
	image_release(&a);
	image_release(&b);
}

static void sorts_as_numbers(void **state)
{
	enum { N = 5000 };
	float x[N];
	struct rng r;

	(void)state;
	rng_init(&r, 4, "t_phase", 0, 0);
	for (int i = 0; i < N; i++)
		x[i] = (float)(rng_normal(&r) * exp(20 * rng_normal(&r)));
	x[0] = 0;
	x[1] = -0.0f;
	float_sort_floats(x, N);
	for (int i = 1; i < N; i++)
		assert_true(x[i - 1] <= x[i]);
}

/* Counted, whole numbers come out as they do when sorted. */
static void counts_as_it_sorts(void **state)
{
	enum { N = 5000 };
	float x[N], y[N];
	struct rng r;

	(void)state;
	rng_init(&r, 5, "t_phase", 0, 0);
	for (int i = 0; i < N; i++)
		x[i] = y[i] = (float)((long)rng_below(&r, 65536) - 32768);
	x[0] = y[0] = -32768;
	x[1] = y[1] = 32767;
	float_sort_floats(x, N);
	float_sort_levels(y, N, -32768, 65536);
	assert_memory_equal(x, y, sizeof(x));
}

/* Nine columns, by turns dark and bright. */
static void hash_and_small_picture(void **state)
{
	struct image im = { .width = 72,
			    .height = 64,
			    .type = PIXEL_U16,
			    .px = mem_floats(72 * 64) };
	struct fingerprint a, b;

	(void)state;
	for (int i = 0; i < 72 * 64; i++)
		im.px[i] = (float)(i % 72 / 8 % 2 ? 700 : 100 + 2 * (i % 3));
	fingerprint_take(&a, &im);
	assert_true(a.dhash[0] == 0xaaaaaaaaaaaaaaaa);
	assert_true(a.step == 2);
	assert_true(a.median == 104);
	assert_true(fabs(fingerprint_ncc(&a, &a, 0) - 1) < 1e-6);
	for (int i = 0; i < 72 * 64; i++)
		im.px[i] = 900 - im.px[i];
	fingerprint_take(&b, &im);
	assert_true(b.dhash[0] == 0x5555555555555555);
	assert_int_equal(fingerprint_distance(&a, &b, 0), 64);
	assert_true(fabs(fingerprint_ncc(&a, &b, 0) + 1) < 1e-3);
	assert_false(digest_same(&a.pixels, &b.pixels));
	for (int i = 0; i < 72 * 64; i++)
		im.px[i] = 5;
	im.px[9] = NAN;
	fingerprint_take(&b, &im);
	assert_int_equal(b.nonfinite, 1);
	assert_true(b.flat && b.entropy == 0 && b.high == b.low);
	assert_true(fingerprint_ncc(&a, &b, 0) == 0);
	image_release(&im);
}

/* Columns made rows, or not, then each mirrored, or not. */
static struct image turn_over(const struct image *im, int turn)
{
	size_t n = im->width;
	struct image to = *im;

	to.px = mem_floats(n * n);
	for (size_t i = 0; i < n * n; i++) {
		size_t y = i / n, x = i % n;

		x = turn & 1 ? n - 1 - x : x;
		y = turn & 2 ? n - 1 - y : y;
		to.px[i] = im->px[turn & 4 ? x * n + y : y * n + x];
	}
	return to;
}

/* A copy is known when turned, and only then. */
static void turned_copies_are_known(void **state)
{
	struct image im = spots(128, 128, 0, 0, 1, 1);
	struct fingerprint a, b;

	(void)state;
	fingerprint_take(&a, &im);
	for (int turn = 0; turn < FINGERPRINT_TURNS; turn++) {
		struct image other = turn_over(&im, turn);
		int found = 0;

		fingerprint_take(&b, &other);
		for (int back = 0; back < FINGERPRINT_TURNS; back++)
			found += fingerprint_distance(&a, &b, back) <= 5 &&
				 fingerprint_ncc(&a, &b, back) > 0.98;
		assert_int_equal(found, 1);
		image_release(&other);
	}
	image_release(&im);
}

/* Two scenes under one uneven lamp that is far brighter than they are. */
static void a_lamp_is_no_scene(void **state)
{
	enum { N = 128 };
	struct image a = spots(N, N, 0, 0, 1, 1);
	struct image b = spots(N, N, 55, 38, 1, 2);
	struct fingerprint p, q;

	(void)state;
	for (int i = 0; i < N * N; i++) {
		double y = (i / N - 40) / 64., x = (i % N - 70) / 64.;
		float lamp = (float)(40 * exp(-0.3 * (y * y + x * x)));

		a.px[i] += lamp;
		b.px[i] += lamp;
	}
	fingerprint_take(&p, &a);
	fingerprint_take(&q, &b);
	assert_true(fabs(fingerprint_ncc(&p, &q, 0)) < 0.5);
	assert_true(fingerprint_distance(&p, &q, 0) > 5);
	image_release(&a);
	image_release(&b);
}

/* A twentieth of the pixels at the top, the rest spread below. */
static void heaps_are_seen(void **state)
{
	struct image im = { .width = 100,
			    .height = 100,
			    .type = PIXEL_U8,
			    .px = mem_floats(10000) };
	struct fingerprint p;

	(void)state;
	for (int i = 0; i < 10000; i++)
		im.px[i] = (float)(i % 20 ? i * 37 % 250 : 255);
	fingerprint_take(&p, &im);
	assert_true(fabs(p.at_top - 0.05) < 1e-9);
	assert_true(p.at_bottom == 0);
	image_release(&im);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plane_is_the_sum),
		cmocka_unit_test(finds_known_shifts),
		cmocka_unit_test(notes_what_speaks),
		cmocka_unit_test(rings_lie_on_discs),
		cmocka_unit_test(unrelated_is_not_clear),
		cmocka_unit_test(sorts_as_numbers),
		cmocka_unit_test(counts_as_it_sorts),
		cmocka_unit_test(hash_and_small_picture),
		cmocka_unit_test(turned_copies_are_known),
		cmocka_unit_test(a_lamp_is_no_scene),
		cmocka_unit_test(heaps_are_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
