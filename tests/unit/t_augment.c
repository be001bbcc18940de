/*
 * t_augment.c - augmentations against their formulas, written another way and
 * with the C library's functions.
 */
#include "unit.h"

#include "augment/augment.h"
#include "augment/augment_map.h"
#include "base/mem.h"

enum { SIDE = 21, HEIGHT = 40, WIDTH = 29, PLANES = 2, DRAWS = 3000 };

static float image[HEIGHT * WIDTH];

static size_t find(const char *name)
{
	size_t i = 0;

	while (augments[i] && strcmp(augments[i]->name, name))
		i++;
	assert_non_null(augments[i]);
	return i;
}

static struct augment_list list_of(const char *text)
{
	struct augment_list l;
	struct err err = { 0 };

	if (augment_read(&l, text, &err) < 0)
		fail_msg("%s", err.text);
	return l;
}

/* Draws of the augmentation NAME alone, as TEXT says. */
static struct augment_drawn draw_one(const char *text, uint64_t patch)
{
	struct augment_list l = list_of(text);
	struct augment_drawn d;

	augment_draw(&l, 5, 7, patch, &d);
	return d;
}

/* --- the list ------------------------------------------------------------ */

static void assert_text(const char *text, const char *want)
{
	struct augment_list l = list_of(text);
	struct buf b = { 0 };

	augment_text(&l, &b);
	assert_string_equal(buf_text(&b), want);
	buf_release(&b);
}

static void lists_are_read_and_written(void **state)
{
	(void)state;
	assert_text("none", "");
	assert_text("rotate", "rotate:15@0.2");
	assert_text(" noise , rotate:15 ", "rotate:15@0.2,noise:0.1@0.1");
	assert_text(" none ", "");
	assert_text("noise:0.20,rotate:90@1", "rotate:90@1,noise:0.2@0.1");
	assert_text("cutout@1e-1", "cutout:0.05@0.1");
	assert_text(
		"all,gamma:1.4@1",
		"rotate:15@0.2,scale:1.1@0.2,shear:0.05@0.2,elastic:1@0.2,"
		"blur:0.75@0.1,lowres:0.5@0.125,brightness:1.1@0.15,"
		"contrast:1.1@0.15,offset:0.1@0.15,gamma:1.4@1,noise:0.1@0.1,"
		"cutout:0.05@0.1");
}

static void assert_refused(const char *text, const char *words)
{
	struct augment_list l;
	struct err err = { 0 };

	assert_int_equal(augment_read(&l, text, &err), -1);
	assert_says(&err, ERR_USAGE, words);
	err_clear(&err);
}

static void bad_lists_are_refused(void **state)
{
	(void)state;
	assert_refused("", "there is no augmentation ''; there are rotate,");
	assert_refused("warp", "'warp'");
	assert_refused("rotate,", "''");
	assert_refused("none,rotate", "'none' stands alone");
	assert_refused("rotate,none", "'none' stands alone");
	assert_refused("none:1", "'none' stands alone");
	assert_refused("all:1", "'all' takes no number and no share");
	assert_refused("all@0.5", "as in 'all,rotate@0.5'");
	assert_refused("rotate,rotate", "rotate is named twice");
	assert_refused("noise:0.51", "at most 0.5, not '0.51'");
	assert_refused("noise:", "not ''");
	assert_refused("noise:0", "above 0");
	assert_refused("noise:nan", "not 'nan'");
	assert_refused("noise:-1", "not '-1'");
	assert_refused("scale:1", "FACTOR of scale must be a number above 1");
	assert_refused("scale:inf", "not 'inf'");
	assert_refused("blur@0", "share of patches, after the @ of blur");
	assert_refused("blur@1.01", "at most 1");
	assert_refused("blur@nan", "'nan'");
	assert_refused("blur@", "''");
	assert_refused("blur@0.1:2", "'0.1:2'");
	assert_refused("rotate:15 @1", "'15 '");
}

/* Within six standard deviations. */
static void assert_near(double sum, double mean, double variance)
{
	double off = sum / DRAWS - mean;

	if (off * off > 36 * variance / DRAWS)
		fail_msg("mean %g, want %g", sum / DRAWS, mean);
}

static void numbers_have_their_laws(void **state)
{
	struct augment_list l =
		list_of("rotate:40@0.3,scale:1.4@0.3,noise:0.5@0.3");
	size_t r = find("rotate"), s = find("scale"), n = find("noise");
	double on = 0, both = 0, angle = 0, factor = 0, noise = 0;

	(void)state;
	for (uint64_t i = 0; i < DRAWS; i++) {
		struct augment_drawn d;

		augment_draw(&l, 1, i / 8, i % 8, &d);
		on += d.on[r];
		both += d.on[r] && d.on[s];
		angle += d.x[r];
		factor += log(d.x[s]);
		noise += d.x[n];
		assert_true(fabs(d.x[r]) <= 40);
		assert_true(fabs(log(d.x[s])) <= log(1.4) + 1e-12);
		assert_true(d.x[n] >= 0 && d.x[n] <= 0.5);
	}
	assert_near(on, 0.3, 0.21);
	assert_near(both, 0.09, 0.09);
	assert_near(angle, 0, 1600 / 3.);
	assert_near(factor, 0, log(1.4) * log(1.4) / 3);
	assert_near(noise, 0.25, 0.25 / 12);
}

static void one_does_not_change_another(void **state)
{
	struct augment_drawn a = draw_one("noise@1", 3);
	struct augment_drawn b = draw_one("all,noise@1", 3);
	size_t n = find("noise");

	(void)state;
	assert_true(a.on[n] && b.on[n] && a.x[n] == b.x[n]);
}

/* --- maps ---------------------------------------------------------------- */

/* Keys's kernel for a = -1/2. */
static double keys(double t)
{
	t = fabs(t);
	if (t < 1)
		return 1.5 * t * t * t - 2.5 * t * t + 1;
	return t < 2 ? -0.5 * t * t * t + 2.5 * t * t - 4 * t + 2 : 0;
}

/* The cubic B-spline. */
static double spline(double t)
{
	t = fabs(t);
	if (t < 1)
		return 2 / 3. - t * t + t * t * t / 2;
	return t < 2 ? (2 - t) * (2 - t) * (2 - t) / 6 : 0;
}

static float mirrored(long y, long x)
{
	while (y < 0 || y >= HEIGHT)
		y = y < 0 ? -y : 2 * (HEIGHT - 1) - y;
	while (x < 0 || x >= WIDTH)
		x = x < 0 ? -x : 2 * (WIDTH - 1) - x;
	return image[y * WIDTH + x];
}

static double at(double y, double x)
{
	double sum = 0;

	for (long i = (long)floor(y) - 2; i <= floor(y) + 3; i++)
		for (long j = (long)floor(x) - 2; j <= floor(x) + 3; j++)
			sum += keys(y - (double)i) * keys(x - (double)j) *
			       mirrored(i, j);
	return sum;
}

static double field(const struct augment_map *m, int k, size_t i, size_t j)
{
	double sum = 0;

	for (size_t a = 0; a < m->nodes; a++)
		for (size_t b = 0; b < m->nodes; b++)
			sum += m->node[((size_t)k * m->nodes + a) * m->nodes +
				       b] *
			       spline((double)i / AUGMENT_GRID + 1 -
				      (double)a) *
			       spline((double)j / AUGMENT_GRID + 1 - (double)b);
	return sum;
}

/* The place of pixel I, J: rotated, scaled, sheared, one after the other. */
static void place(const struct augment_drawn *d, const struct augment_map *m,
		  size_t i, size_t j, double *y, double *x)
{
	size_t r = find("rotate"), s = find("scale"), k = find("shear");
	double v = (double)i - (SIDE - 1) / 2., u = (double)j - (SIDE - 1) / 2.;
	double a = d->on[r] ? d->x[r] * acos(-1) / 180 : 0, w;

	if (d->on[k])
		u += d->x[k] * v;
	if (d->on[s]) {
		v /= d->x[s];
		u /= d->x[s];
	}
	w = sin(a) * v + cos(a) * u;
	v = cos(a) * v - sin(a) * u;
	*y += v + (SIDE - 1) / 2. + (m->node ? field(m, 0, i, j) : 0);
	*x += w + (SIDE - 1) / 2. + (m->node ? field(m, 1, i, j) : 0);
}

static void check_map(const char *text, uint64_t patch)
{
	struct augment_list l = list_of(text);
	struct augment_drawn d = draw_one(text, patch);
	size_t top = patch * 7 % (HEIGHT - SIDE + 1), beyond = 0, got;
	size_t left = patch * 5 % (WIDTH - SIDE + 1);
	size_t most = augment_window_most(&l, SIDE);
	float to[PLANES * SIDE * SIDE], *px;
	struct augment_window w;
	struct augment_map m;

	assert_int_equal(augment_make_map(&d, SIDE, &m), 1);
	augment_map_window(&m, top, left, HEIGHT, WIDTH, &w);
	assert_true(w.height <= most && w.width <= most);
	assert_true(w.y + w.height <= HEIGHT && w.x + w.width <= WIDTH);
	px = mem_floats(PLANES * w.height * w.width);
	for (size_t k = 0; k < PLANES * w.height * w.width; k++) {
		size_t i = k / w.width % w.height;

		px[k] = image[(w.y + i) * WIDTH + w.x + k % w.width];
		if (k >= w.height * w.width)
			px[k] += 1;
	}
	got = augment_map_apply(&m, top, left, HEIGHT, WIDTH, &w, px, PLANES,
				to);
	for (size_t k = 0; k < SIDE * SIDE; k++) {
		double y = (double)top, x = (double)left;

		place(&d, &m, k / SIDE, k % SIDE, &y, &x);
		assert_true(fabs(to[k] - at(y, x)) < 1e-5);
		assert_true(fabs(to[SIDE * SIDE + k] - to[k] - 1) < 1e-5);
		beyond += y < -1e-9 || x < -1e-9 || y > HEIGHT - 1 + 1e-9 ||
			  x > WIDTH - 1 + 1e-9;
	}
	assert_int_equal(got, beyond);
	free(px);
	augment_map_release(&m);
}

static void maps_are_their_formulas(void **state)
{
	(void)state;
	for (size_t i = 0; i < HEIGHT * WIDTH; i++)
		image[i] = (float)(sin((double)i * i) + (double)i / WIDTH / 9);
	for (uint64_t i = 0; i < 40; i++) {
		check_map("rotate:180@1", i);
		check_map("scale:1.4@1", i);
		check_map("shear:0.1@1", i);
		check_map("elastic:2@1", i);
		check_map("rotate:180@1,scale:1.4@1,shear:0.1@1,elastic:2@1",
			  i);
	}
}

/* A patch of one pixel, or an image of one: nothing to turn, but no harm. */
static void tiny_images_are_mapped(void **state)
{
	struct augment_drawn d = draw_one("all,rotate@1,elastic@1,scale@1", 1);
	const float one = 3;
	float to = 0;
	struct augment_window w;
	struct augment_map m;

	(void)state;
	assert_int_equal(augment_make_map(&d, 1, &m), 1);
	augment_map_window(&m, 0, 0, 1, 1, &w);
	assert_int_equal(w.height * w.width, 1);
	augment_map_apply(&m, 0, 0, 1, 1, &w, &one, 1, &to);
	assert_true(fabs(to - 3) < 1e-5);
	augment_map_release(&m);
}

/* --- changes ------------------------------------------------------------- */

#define MEAN 0.3
#define SD 2.5

static float before[PLANES * SIDE * SIDE], after[PLANES * SIDE * SIDE];
enum { N = PLANES * SIDE * SIDE };

/* Fills BEFORE and AFTER and returns the number that was drawn. */
static double change(const char *name, uint64_t i)
{
	char *text = mem_printf("%s:%.9g@1", name, augments[find(name)]->most);
	struct augment_drawn d = draw_one(text, i);
	struct augment_patch p = { after, PLANES, SIDE, MEAN, SD };

	for (size_t k = 0; k < N; k++)
		before[k] = after[k] = (float)(4 * cos((double)(k * k + i)));
	augment_change(&d, &p);
	free(text);
	return d.x[find(name)];
}

static void assert_change(size_t i, double want)
{
	if (!(fabs(after[i] - want) < 1e-5 * (1 + fabs(want))))
		fail_msg("pixel %zu: %g becomes %g, want %g", i, before[i],
			 after[i], want);
}

static void assert_affine(double about, double factor, double offset)
{
	for (size_t k = 0; k < N; k++)
		assert_change(k, about + factor * (before[k] - about) + offset);
}

static void brightness_contrast_offset(void **state)
{
	(void)state;
	for (uint64_t i = 0; i < 20; i++) {
		double f = change("brightness", i);

		assert_affine(MEAN, f, 0);
		f = change("contrast", i);
		assert_affine(augment_moments(before, N, NULL), f, 0);
		f = change("offset", i);
		assert_affine(0, 1, f * SD);
	}
}

static void gamma_keeps_mean_and_sd(void **state)
{
	(void)state;
	for (uint64_t i = 0; i < 20; i++) {
		double g = change("gamma", i), low = 4, high = -4, a, b, sa, sb;
		float raised[N];

		for (size_t k = 0; k < N; k++) {
			low = fmin(low, before[k]);
			high = fmax(high, before[k]);
		}
		for (size_t k = 0; k < N; k++)
			raised[k] = (float)pow((before[k] - low) / (high - low),
					       g);
		a = augment_moments(before, N, &sa);
		b = augment_moments(raised, N, &sb);
		for (size_t k = 0; k < N; k++)
			assert_change(k, a + (raised[k] - b) / sb * sa);
		assert_true(fabs(augment_moments(after, N, &sb) - a) < 1e-5);
		assert_true(fabs(sb - sa) < 1e-5);
	}
}

static void gamma_leaves_a_constant(void **state)
{
	struct augment_drawn d = draw_one("gamma@1", 1);
	float px[4] = { 7, 7, 7, 7 };
	struct augment_patch p = { px, 1, 2, 0, 1 };

	(void)state;
	augment_change(&d, &p);
	for (size_t i = 0; i < 4; i++)
		assert_true(px[i] == 7);
}

static void noise_has_its_sd(void **state)
{
	double sum = 0, square = 0, n = 0;

	(void)state;
	for (uint64_t i = 0; i < 20; i++) {
		double d = change("noise", i);

		for (size_t k = 0; k < N; k++, n++) {
			double z = (after[k] - before[k]) / (d * SD);

			sum += z;
			square += z * z;
		}
	}
	assert_true(fabs(sum / n) < 6 / sqrt(n));
	assert_true(fabs(square / n - 1) < 6 * sqrt(2 / n));
}

static double blurred(const float *px, size_t i, size_t j, double sigma)
{
	long r = (long)(4 * sigma + 0.5), e = SIDE - 1;
	double sum = 0, weight = 0;

	for (long a = -r; a <= r; a++)
		for (long b = -r; b <= r; b++) {
			double w = exp(-(double)(a * a + b * b) / 2 / sigma /
				       sigma);
			long y = labs((long)i + a), x = labs((long)j + b);

			y = y > e ? 2 * e - y : y;
			x = x > e ? 2 * e - x : x;
			sum += w * px[y * SIDE + x];
			weight += w;
		}
	return sum / weight;
}

static void blur_is_a_gaussian(void **state)
{
	(void)state;
	for (uint64_t i = 0; i < 20; i++) {
		double sigma = change("blur", i);

		for (size_t k = 0; k < N; k++)
			assert_change(k, blurred(before + k / (SIDE * SIDE) *
								  SIDE * SIDE,
						 k / SIDE % SIDE, k % SIDE,
						 sigma));
	}
}

/* Pixel I, J of a plane that is shrunk to N x N and enlarged again. */
static double coarse(const float *px, long n, size_t i, size_t j)
{
	double y = ((double)i + 0.5) * (double)n / SIDE - 0.5, sum = 0;
	double x = ((double)j + 0.5) * (double)n / SIDE - 0.5;

	for (long a = (long)floor(y) - 1; a <= floor(y) + 2; a++)
		for (long b = (long)floor(x) - 1; b <= floor(x) + 2; b++) {
			long p = labs(a), q = labs(b);

			p = p > n - 1 ? 2 * (n - 1) - p : p;
			q = q > n - 1 ? 2 * (n - 1) - q : q;
			p = (long)floor(((double)p + 0.5) * SIDE / (double)n);
			q = (long)floor(((double)q + 0.5) * SIDE / (double)n);
			sum += keys(y - (double)a) * keys(x - (double)b) *
			       px[p * SIDE + q];
		}
	return sum;
}

static void lowres_is_coarse(void **state)
{
	(void)state;
	for (uint64_t i = 0; i < 20; i++) {
		double lost = change("lowres", i);
		long n = lround(SIDE * (1 - lost));

		for (size_t k = 0; k < N; k++)
			assert_change(k, coarse(before + k / (SIDE * SIDE) *
								 SIDE * SIDE,
						n, k / SIDE % SIDE, k % SIDE));
	}
}

static void cutout_is_one_square(void **state)
{
	(void)state;
	for (uint64_t i = 0; i < 20; i++) {
		double share = change("cutout", i);
		size_t side = (size_t)floor(sqrt(share) * SIDE + 0.5), n = 0;
		size_t first = N, last = 0;

		for (size_t k = 0; k < SIDE * SIDE; k++) {
			int cut = after[k] != before[k];

			assert_int_equal(cut, after[SIDE * SIDE + k] !=
						      before[SIDE * SIDE + k]);
			if (!cut)
				continue;
			assert_change(k, augment_moments(before, N, NULL));
			first = first == N ? k : first;
			last = k;
			n++;
		}
		assert_int_equal(n, side * side);
		if (n)
			assert_int_equal(last - first,
					 (side - 1) * SIDE + side - 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_are_read_and_written),
		cmocka_unit_test(bad_lists_are_refused),
		cmocka_unit_test(numbers_have_their_laws),
		cmocka_unit_test(one_does_not_change_another),
		cmocka_unit_test(maps_are_their_formulas),
		cmocka_unit_test(tiny_images_are_mapped),
		cmocka_unit_test(brightness_contrast_offset),
		cmocka_unit_test(gamma_keeps_mean_and_sd),
		cmocka_unit_test(gamma_leaves_a_constant),
		cmocka_unit_test(noise_has_its_sd),
		cmocka_unit_test(blur_is_a_gaussian),
		cmocka_unit_test(lowres_is_coarse),
		cmocka_unit_test(cutout_is_one_square),
	};

	return cmocka_run_group_tests_name("augment", tests, NULL, NULL);
}
