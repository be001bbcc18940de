/*
 * t_view.c - rows of a pair are those of the two images read whole.
 */
#include "fit.h"
#include "manifest/pair.h"

#include "manifest/pair_view.h"

static const struct fit_size sizes[] = {
	{ 61, 47, "a" },
	{ 1, 30, "a" },
	{ 30, 1, "a" },
	{ 61, 47, "a" },
};
static struct manifest pairs;

static void pixel(size_t i, size_t x, size_t y, size_t width, float *source,
		  float *target)
{
	(void)width;
	*source = (float)((x * 31 + y * 17 + i) % 101);
	*target = (float)((x * 13 + y * 41 + i) % 103);
}

static int enter(void **state)
{
	(void)state;
	fit_enter();
	fit_pairs(&pairs, sizes, 4, pixel);
	pairs.list[0].shift.y = -5;
	pairs.list[0].shift.x = 3;
	pairs.list[0].channel[SOURCE]->norm = (struct norm){ 7, 0.3 };
	pairs.list[0].channel[TARGET]->norm = (struct norm){ -2, 1.7 };
	return 0;
}

static int leave(void **state)
{
	(void)state;
	manifest_release(&pairs);
	fit_leave();
	return 0;
}

/* BAND rows at a time. */
static void compare(const struct pair *row, size_t band)
{
	struct image whole[2];
	struct pair_view v;
	struct err err = { 0 };
	float *px;

	if (pair_read(&pairs, row, &whole[0], &whole[1], &err) < 0 ||
	    pair_view_open(&v, &pairs, row, &err) < 0)
		fail_msg("%s", err.text);
	assert_int_equal(v.both.width, whole[0].width);
	assert_int_equal(v.both.height, whole[0].height);
	px = mem_floats(v.both.width * band);
	for (size_t y = 0; y < v.both.height; y += band)
		for (int k = 0; k < 2; k++) {
			size_t left = v.both.height - y, w = v.both.width;
			size_t n = left < band ? left : band;

			assert_int_equal(pair_view_rows(&v, k, 0, y, n, px,
							&err),
					 0);
			assert_memory_equal(px, whole[k].px + y * w,
					    n * w * sizeof(*px));
		}
	free(px);
	pair_view_close(&v);
	image_release(&whole[0]);
	image_release(&whole[1]);
}

static void rows_are_those_of_the_whole(void **state)
{
	static const size_t bands[] = { 1, 2, 7, 32, 1000 };

	(void)state;
	for (size_t i = 0; i < 4; i++)
		for (size_t k = 0; k < 5; k++)
			compare(&pairs.list[i], bands[k]);
}

static void faults_are_found_when_it_is_opened(void **state)
{
	struct pair row = pairs.list[3];
	float odd[47 * 61] = { 0 };
	struct err err = { 0 };
	struct pair_view v;

	(void)state;
	row.target = pairs.list[1].target;
	row.channel[TARGET] = pairs.list[1].channel[TARGET];
	assert_int_equal(pair_view_open(&v, &pairs, &row, &err), -1);
	assert_non_null(strstr(err.text, "pairs.tsv:5: 'a3.tif' has 61x47"));
	odd[47 * 61 - 1] = 1.0f / 0.0f;
	assert_int_equal(image_write("b3.tif", odd, 61, 47, PIXEL_F32, NULL,
				     NULL, &err),
			 0);
	assert_int_equal(pair_view_open(&v, &pairs, &pairs.list[3], &err), -1);
	assert_non_null(strstr(err.text, "pairs.tsv:5: 'b3.tif': the pixel in "
					 "row 46, column 60 is infinite"));
	assert_int_equal(unlink("a3.tif"), 0);
	assert_int_equal(pair_view_open(&v, &pairs, &pairs.list[3], &err), -1);
	assert_non_null(strstr(err.text, "pairs.tsv:5: "));
	assert_non_null(strstr(err.text, "a3.tif"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_those_of_the_whole),
		cmocka_unit_test(faults_are_found_when_it_is_opened),
	};

	return cmocka_run_group_tests_name("view", tests, enter, leave);
}
