/*
 * t_eval.c - scores of a set, baselines, names, and the panel's parts.
 */
#include "unit.h"

#include <math.h>

#include "train/baseline.h"
#include "eval/scores.h"
#include "train/model.h"
#include "picture/canvas.h"
#include "picture/font.h"
#include "image/ref.h"
#include "picture/panel.h"

enum { W = 13, H = 12, AREA = W * H };

static void fill(float *x, int k, float offset)
{
	for (int i = 0; i < AREA; i++)
		x[i] = offset + (float)(i * k % 97);
}

static struct measure *measured(struct thread_pool *pool, const float *pred,
				const float *want)
{
	struct measure *m = measure_new(W, H, 1, 100);

	measure_first(m, pred, want, H);
	measure_second(m, pool, pred, want, H);
	return m;
}

/* Adds images 0 to N-1; of image i the prediction is off by LEVEL[i]. */
static void add_images(struct scores *s, int threads, const float *level, int n)
{
	struct thread_pool *pool = thread_pool_new(threads);
	float want[AREA], pred[AREA];
	char id[20];

	s->range = 100;
	fill(want, 31, 0);
	for (int i = 0; i < n; i++) {
		struct candidate c[] = { { .method = "model" },
					 { .method = "other" } };

		for (int k = 0; k < AREA; k++)
			pred[k] = want[k] + level[i] * (float)(k * 53 % 17 - 8);
		c[0].measure = measured(pool, pred, want);
		c[1].measure = measured(pool, want, want);
		snprintf(id, sizeof id, "i%d", i);
		scores_add(s, &(struct scored){ id, "test", "", NULL }, c, 2);
		measure_free(c[0].measure);
		measure_free(c[1].measure);
	}
	thread_pool_free(pool);
}

static void means_leave_out_what_is_undefined(void **state)
{
	static const float level[] = { 0, 1, 2 };
	struct scores s = { 0 };
	size_t undefined;
	double psnr;

	(void)state;
	add_images(&s, 1, level, 3);
	assert_int_equal(s.n, 6);
	psnr = scores_mean(&s, "model", "psnr", &undefined);
	assert_int_equal(undefined, 1);
	assert_true(fabs(psnr - (scores_value(&s.list[2], "psnr") +
				 scores_value(&s.list[4], "psnr")) /
					2) < 1e-12);
	assert_true(isnan(scores_mean(&s, "other", "psnr", &undefined)));
	assert_int_equal(undefined, 3);
	assert_true(scores_mean(&s, "other", "mse", &undefined) == 0);
	scores_release(&s);
}

static void threads_change_no_bit(void **state)
{
	static const float level[] = { 1, 0.5f };

	(void)state;
	for (int threads = 2; threads <= 5; threads++) {
		struct scores a = { 0 }, b = { 0 };

		add_images(&a, 1, level, 2);
		add_images(&b, threads, level, 2);
		for (size_t i = 0; i < a.n; i++)
			for (size_t m = 0; metrics[m]; m++)
				assert_memory_equal(&a.list[i].value[m],
						    &b.list[i].value[m],
						    sizeof(double));
		scores_release(&a);
		scores_release(&b);
	}
}

static void picks(int n, const char *metric, const char *want)
{
	static const float level[] = { 2, 4, 1, 3, 2.5f };
	struct scores s = { 0 };
	const char *label[3];
	size_t index[3];
	char got[100] = "";

	add_images(&s, 1, level, n);
	n = (int)scores_pick(&s, "model", metric, index, label);
	for (int i = 0; i < n; i++)
		snprintf(got + strlen(got), sizeof got - strlen(got), "%s%s %s",
			 i ? ", " : "", label[i], s.list[index[i]].id);
	assert_string_equal(got, want);
	scores_release(&s);
}

static void worst_median_and_best(void **state)
{
	(void)state;
	picks(0, "pearson", "");
	picks(1, "pearson", "only i0");
	picks(2, "pearson", "worst i1, best i0");
	picks(3, "pearson", "worst i1, median i0, best i2");
	picks(5, "pearson", "worst i1, median i4, best i2");
	picks(5, "mse", "worst i1, median i4, best i2");
}

static void a_table_of_scores(void **state)
{
	static const float level[] = { 0, 1 };
	struct scores s = { 0 };
	struct tsv t = { 0 };

	(void)state;
	add_images(&s, 1, level, 2);
	scores_table(&s, 0, &t);
	assert_int_equal(t.rows, 6);
	assert_int_equal(tsv_column(&t, "prediction"), -1);
	assert_string_equal(tsv_get(&t, 0, tsv_column(&t, "psnr")), "");
	assert_string_equal(tsv_get(&t, 0, tsv_column(&t, "mse")), "0");
	assert_string_equal(tsv_get(&t, 4, tsv_column(&t, "id")), "*");
	assert_string_equal(tsv_get(&t, 5, tsv_column(&t, "method")), "other");
	assert_string_equal(tsv_get(&t, 4, tsv_column(&t, "psnr")),
			    tsv_get(&t, 2, tsv_column(&t, "psnr")));
	for (size_t m = 0; metrics[m]; m++)
		assert_true(tsv_column(&t, metrics[m]->name) > 2);
	tsv_release(&t);
	scores_release(&s);
}

static void add_baseline(struct baseline *b, const float *x, const float *y)
{
	struct sums s = { 0 };

	sums_first(&s, x, y, AREA);
	sums_turn(&s);
	sums_second(&s, x, y, AREA);
	baseline_add(b, &s, 1);
}

/* Pooled over all images in long double, in one go. */
static void a_baseline_pools_its_images(void **state)
{
	enum { N = 4 };
	float x[N][AREA], y[N][AREA];
	long double sx = 0, sy = 0, xx = 0, xy = 0, n = N * AREA;
	struct baseline b = { 0 };

	(void)state;
	for (int i = 0; i < N; i++) {
		fill(x[i], 31 + 2 * i, 30000 + 50 * (float)i);
		fill(y[i], 11 + 2 * i, 1000 - 30 * (float)i);
		add_baseline(&b, x[i], y[i]);
	}
	baseline_fit(&b);
	for (int k = 0; k < N * AREA; k++) {
		sx += x[k / AREA][k % AREA];
		sy += y[k / AREA][k % AREA];
	}
	for (int k = 0; k < N * AREA; k++) {
		long double u = x[k / AREA][k % AREA] - sx / n;

		xx += u * u;
		xy += u * (y[k / AREA][k % AREA] - sy / n);
	}
	assert_int_equal(b.images, N);
	assert_true(fabs(b.mean_y - (double)(sy / n)) < 1e-9);
	assert_true(fabs(*b.slope - (double)(xy / xx)) < 1e-12);
	assert_true(fabs(b.intercept - (double)(sy / n - xy / xx * sx / n)) <
		    1e-7);
}

/* Targets that are a sum of the channels are found to be it; a channel that
 * depends on the others costs nothing. */
static void a_baseline_of_several_channels(void **state)
{
	enum { C = 3 };
	float x[C * AREA], y[AREA], out[AREA];
	struct baseline b = { 0 };

	(void)state;
	for (int part = 0; part < 2; part++) {
		struct sums s[C * (C + 1) / 2] = { { 0 } };

		fill(x, 31 + part, 30000);
		fill(x + AREA, 77 + part, 5);
		for (int i = 0; i < AREA; i++) {
			x[2 * AREA + i] = x[AREA + i] / 2 + 3;
			y[i] = 0.5f * x[i] - 2 * x[AREA + i] + 7;
		}
		assert_int_equal(baseline_sums(C), C * (C + 1) / 2);
		baseline_pass(s, C, x, y, AREA, 0);
		for (size_t i = 0; i < baseline_sums(C); i++)
			sums_turn(&s[i]);
		baseline_pass(s, C, x, y, AREA, 1);
		baseline_add(&b, s, C);
	}
	baseline_fit(&b);
	assert_true(fabs(b.slope[0] - 0.5) < 1e-5);
	assert_true(fabs(b.slope[1] + b.slope[2] / 2 + 2) < 1e-3);
	baseline_line(&b, x, out, AREA);
	for (int i = 0; i < AREA; i++)
		assert_true(fabsf(out[i] - y[i]) < 0.05f);
	assert_true(fabs(baseline_variance(&b, 2) -
			 baseline_variance(&b, 1) / 4) < 1e-3);
}

static void a_baseline_of_constant_sources(void **state)
{
	float x[AREA], y[AREA], out[AREA];
	struct norm own = { 500, 0.01 };
	struct baseline b = { 0 };

	(void)state;
	for (int i = 0; i < AREA; i++)
		x[i] = 0.1f;
	fill(y, 31, 0);
	add_baseline(&b, x, y);
	baseline_fit(&b);
	assert_true(*b.slope == 0);
	assert_true(b.intercept == b.mean_y);
	baseline_mean(&b, &own, out, AREA);
	assert_true(fabs(out[0] - (b.mean_y / 0.01 + 500)) < 1e-3);
	baseline_affine(&b, &own, x, y, AREA);
	assert_memory_equal(out, y, sizeof out);
}

static void normalisation_is_undone(void **state)
{
	struct norm n = { 30000, 0.0125 };
	float x[AREA], y[AREA];

	(void)state;
	fill(x, 31, 30000);
	for (int i = 0; i < AREA; i++)
		y[i] = (float)((x[i] - n.offset) * n.scale);
	norm_undo(&n, y, AREA);
	for (int i = 0; i < AREA; i++)
		assert_true(fabsf(x[i] - y[i]) < 0.01f);
}

static void names_of_predictions(void **state)
{
	static const char *const stems[][2] = {
		{ "a/b.tif", "b" },
		{ "b", "b" },
		{ "a.d/b", "b" },
		{ "x/y.ome.tif", "y.ome" },
		{ "x/.hidden", ".hidden" },
		{ "x/y.tif[3]", "y_3" },
		{ "y.tif[c=1,z=4]", "y_c1_z4" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof stems / sizeof *stems; i++) {
		char *stem = ref_stem(stems[i][0]);

		assert_string_equal(stem, stems[i][1]);
		free(stem);
	}
}

static void letters_differ(void **state)
{
	const unsigned char *box = font_letter(127);

	(void)state;
	for (int a = ' '; a < 127; a++) {
		assert_memory_not_equal(font_letter(a), box, FONT_WIDTH);
		for (int b = ' '; b < a; b++)
			assert_memory_not_equal(font_letter(a), font_letter(b),
						FONT_WIDTH);
	}
	for (int c = -200; c < ' '; c++)
		assert_ptr_equal(font_letter(c), box);
	assert_int_equal(canvas_text_width("h\xc3\xa9", 2), 24);
}

static void colours(void **state)
{
	struct colour c = canvas_signed(0);

	(void)state;
	assert_true(c.r == 255 && c.g == 255 && c.b == 255);
	c = canvas_signed(-3);
	assert_true(c.b > c.r);
	c = canvas_signed(3);
	assert_true(c.r > c.b);
	c = canvas_grey(0.5);
	assert_true(c.r == 128 && c.g == 128 && c.b == 128);
}

static void drawing_outside_is_left_out(void **state)
{
	struct canvas c = { 0 };

	(void)state;
	canvas_init(&c, 20, 10);
	canvas_text(&c, 15, 5, 3, "far too long a text");
	canvas_square(&c, 100, 100, 5, (struct colour){ 0 });
	assert_int_equal(c.rgb[0], 255);
	canvas_release(&c);
}

static int panel_source(void *arg, enum panel_plane plane, size_t y,
			size_t rows, float *px, struct err *err)
{
	size_t width = *(const size_t *)arg;

	(void)plane;
	(void)y;
	(void)err;
	for (size_t i = 0; i < rows * width; i++)
		px[i] = (float)(i % width % 3);
	return 0;
}

static void large_images_are_averaged(void **state)
{
	size_t side = 1001, wide = 3003;
	struct panel p = { 0 };
	struct err err = { 0 };

	(void)state;
	assert_int_equal(panel_add(&p, "text", side, side, 0, panel_source,
				   &side, &err),
			 0);
	assert_int_equal(p.row[0].shrunk, 3);
	assert_int_equal(p.row[0].width, 333);
	assert_null(p.row[0].plane[PANEL_INPUT]);
	for (int i = 0; i < 333 * 333; i++) {
		assert_true(p.row[0].plane[PANEL_TARGET][i] == 1);
		assert_true(p.row[0].plane[PANEL_ERROR][i] == 0);
	}
	assert_int_equal(panel_add(&p, "a line", wide, 1, 0, panel_source,
				   &wide, &err),
			 0);
	assert_int_equal(p.row[1].height, 1);
	panel_release(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(means_leave_out_what_is_undefined),
		cmocka_unit_test(threads_change_no_bit),
		cmocka_unit_test(worst_median_and_best),
		cmocka_unit_test(a_table_of_scores),
		cmocka_unit_test(a_baseline_pools_its_images),
		cmocka_unit_test(a_baseline_of_several_channels),
		cmocka_unit_test(a_baseline_of_constant_sources),
		cmocka_unit_test(normalisation_is_undone),
		cmocka_unit_test(names_of_predictions),
		cmocka_unit_test(letters_differ),
		cmocka_unit_test(colours),
		cmocka_unit_test(drawing_outside_is_left_out),
		cmocka_unit_test(large_images_are_averaged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
