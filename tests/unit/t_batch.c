/*
 * t_batch.c - patches: where they come from and how they are turned.
 *
 * Every pixel of the set holds a number of its own, so a patch tells by
 * itself which image, place and turn it was.
 */
#include "fit.h"

#include <math.h>
#include <sys/stat.h>

#include "batch/batch.h"

enum { SIDE = 4, BATCH = 8, STEPS = 3000, IMAGE = 1000 };

static const struct fit_size sizes[] = {
	{ 7, 5, "train" },
	{ 4, 4, "train" },
	{ 9, 30, "val" },
	{ 10, 12, "train" },
};
#define IMAGES (sizeof(sizes) / sizeof(*sizes))

static struct manifest pairs;
static struct cache *cache;
static const struct batch_options plain = {
	.split = "train",
	.patch = SIDE,
	.batch = BATCH,
	.seed = 3,
	.parts = 1,
};

static void number(size_t i, size_t x, size_t y, size_t width, float *source,
		   float *target)
{
	*source = *target = (float)(i * IMAGE + y * width + x);
}

static int enter(void **state)
{
	(void)state;
	fit_enter();
	fit_pairs(&pairs, sizes, IMAGES, number);
	cache = cache_new();
	cache_room(cache, 1000); /* less than all */
	return 0;
}

static int leave(void **state)
{
	(void)state;
	cache_free(cache);
	manifest_release(&pairs);
	fit_leave();
	return 0;
}

static struct batch *make(const struct batch_options *o)
{
	struct err err = { 0 };
	struct batch *b = batch_new(&pairs, cache, o, &err);

	if (!b)
		fail_msg("%s", err.text);
	return b;
}

static float x[BATCH][SIDE][SIDE], y[BATCH][SIDE][SIDE];

static void draw(const struct batch *b, uint64_t step)
{
	struct err err = { 0 };

	if (batch_draw(b, step, **x, **y, &err) < 0)
		fail_msg("%s", err.text);
}

static size_t least(const float *p)
{
	float v = p[0];

	for (size_t i = 1; i < SIDE * SIDE; i++)
		v = p[i] < v ? p[i] : v;
	return (size_t)v;
}

static void source_and_target_are_drawn_alike(void **state)
{
	struct batch_options o = plain;
	struct batch *b;

	(void)state;
	o.flip = o.turn = 1;
	b = make(&o);
	for (uint64_t step = 0; step < 100; step++) {
		draw(b, step);
		assert_memory_equal(x, y, sizeof(x));
	}
	batch_free(b);
}

/* All of them, as strong as they may be. */
static struct batch_options augmented(void)
{
	struct batch_options o = plain;
	struct err err = { 0 };

	o.flip = o.turn = 1;
	assert_int_equal(augment_read(&o.augment,
				      "all,rotate:180@1,scale:1.4@1,"
				      "elastic:2@1,noise:0.5@1",
				      &err),
			 0);
	return o;
}

/* In this set source and target are the same image. */
static void augmentations_move_both_images_alike(void **state)
{
	static float room[100000];
	struct batch_options o = augmented();
	struct batch *b = make(&o);
	struct err err = { 0 };
	double beyond, all = 0;

	(void)state;
	assert_true(batch_room(&o) <= 100000);
	for (uint64_t step = 0; step < 100; step++)
		for (size_t i = 0; i < BATCH; i++) {
			static float moved[SIDE][SIDE];

			assert_int_equal(batch_stage(b, step, i, BATCH_MOVED,
						     room, **x, **y, &beyond,
						     &err),
					 0);
			assert_memory_equal(x[0], y[0], sizeof(moved));
			memcpy(moved, x[0], sizeof(moved));
			assert_int_equal(batch_stage(b, step, i, BATCH_TWICE,
						     room, **x, **y, NULL,
						     &err),
					 0);
			assert_memory_equal(x[0], moved, sizeof(moved));
			assert_memory_equal(y[0], moved, sizeof(moved));
			assert_int_equal(batch_patch(b, step, i, room, **x, **y,
						     &err),
					 0);
			assert_memory_not_equal(x[0], moved, sizeof(moved));
			assert_memory_equal(y[0], moved, sizeof(moved));
			all += beyond;
		}
	assert_true(all > 0 && all < 100 * BATCH);
	batch_free(b);
}

static void stages_are_told_apart(void **state)
{
	static float room[100000];
	struct batch_options o = augmented(), turned = plain, none = plain;
	struct err err = { 0 };

	(void)state;
	turned.flip = turned.turn = 1;
	for (int k = 0; k < 2; k++) {
		struct batch *b = make(&o), *c = make(k ? &turned : &none);

		for (size_t i = 0; i < BATCH; i++)
			assert_int_equal(batch_stage(b, 9, i,
						     k ? BATCH_TURNED :
							 BATCH_PLAIN,
						     room, *x[i], *y[i], NULL,
						     &err),
					 0);
		memcpy(room, x, sizeof(x));
		draw(c, 9);
		assert_memory_equal(room, x, sizeof(x));
		batch_free(b);
		batch_free(c);
	}
}

static void a_step_does_not_depend_on_others(void **state)
{
	static float before[BATCH][SIDE][SIDE];
	struct batch *b = make(&plain), *c;
	struct batch_options o = plain;

	(void)state;
	for (uint64_t step = 0; step < 10; step++)
		draw(b, step);
	memcpy(before, x, sizeof(x));
	c = make(&plain);
	draw(c, 9);
	assert_memory_equal(x, before, sizeof(x));
	draw(c, 8);
	assert_memory_not_equal(x, before, sizeof(x));
	batch_free(c);
	o.seed++;
	c = make(&o);
	draw(c, 9);
	assert_memory_not_equal(x, before, sizeof(x));
	batch_free(c);
	batch_free(b);
}

/* Within six standard deviations of N draws with probability P. */
static void assert_share(size_t seen, double n, double p)
{
	double want = n * p, off = (double)seen - want;

	if (off * off > 36 * want * (1 - p))
		fail_msg("seen %zu times, want about %.0f", seen, want);
}

static void every_place_of_every_image_is_as_likely(void **state)
{
	static size_t seen[IMAGES * IMAGE];
	struct batch *b = make(&plain);
	double n = (double)STEPS * BATCH;

	(void)state;
	memset(seen, 0, sizeof(seen));
	for (uint64_t step = 0; step < STEPS; step++) {
		draw(b, step);
		for (size_t i = 0; i < BATCH; i++)
			seen[(size_t)x[i][0][0]]++;
	}
	for (size_t i = 0; i < IMAGES; i++) {
		size_t w = sizes[i].width - SIDE + 1;
		size_t h = sizes[i].height - SIDE + 1;
		int train = !strcmp(sizes[i].split, "train");

		for (size_t k = 0; k < IMAGE; k++) {
			size_t px = k % sizes[i].width;
			size_t py = k / sizes[i].width;

			if (train && px < w && py < h)
				assert_share(seen[i * IMAGE + k], n,
					     1.0 / 3 / (double)(w * h));
			else
				assert_int_equal(seen[i * IMAGE + k], 0);
		}
	}
	batch_free(b);
}

/* Pixel (i, j) of the patch at V turned T quarters to the left, then
 * mirrored: written out, to hold the strides of batch.c to it. */
static float turned(size_t v, size_t width, size_t t, int mirror, size_t i,
		    size_t j)
{
	size_t e = SIDE - 1, row, col;

	if (mirror)
		j = e - j;
	switch (t) {
	case 0:
		row = i;
		col = j;
		break;
	case 1:
		row = j;
		col = e - i;
		break;
	case 2:
		row = e - i;
		col = e - j;
		break;
	default:
		row = e - j;
		col = i;
		break;
	}
	return (float)(v + row * width + col);
}

static int is_turned(float p[SIDE][SIDE], size_t t, int mirror)
{
	size_t v = least(*p), width = sizes[v / IMAGE].width;

	for (size_t i = 0; i < SIDE; i++)
		for (size_t j = 0; j < SIDE; j++)
			if (p[i][j] != turned(v, width, t, mirror, i, j))
				return 0;
	return 1;
}

static void count_turns(int flip, int turn, size_t seen[8])
{
	struct batch_options o = plain;
	struct batch *b;

	o.flip = flip;
	o.turn = turn;
	b = make(&o);
	memset(seen, 0, 8 * sizeof(*seen));
	for (uint64_t step = 0; step < STEPS; step++) {
		draw(b, step);
		for (size_t i = 0; i < BATCH; i++) {
			size_t hits = 0;

			for (size_t t = 0; t < 8; t++)
				if (is_turned(x[i], t % 4, t > 3)) {
					seen[t]++;
					hits++;
				}
			assert_int_equal(hits, 1);
		}
	}
	batch_free(b);
}

static void all_turns_come_and_no_others(void **state)
{
	double n = (double)STEPS * BATCH;
	size_t seen[8];

	(void)state;
	count_turns(1, 1, seen);
	for (size_t t = 0; t < 8; t++)
		assert_share(seen[t], n, 1.0 / 8);
	count_turns(1, 0, seen);
	assert_share(seen[0], n, 1.0 / 2);
	assert_share(seen[4], n, 1.0 / 2);
	count_turns(0, 1, seen);
	for (size_t t = 0; t < 4; t++)
		assert_share(seen[t], n, 1.0 / 4);
	count_turns(0, 0, seen);
	assert_int_equal(seen[0], STEPS * BATCH);
}

/* Only image 3 has values above 3050: 69 of its 120 pixels. */
static void patches_are_placed_on_foreground(void **state)
{
	struct thread_pool *pool = thread_pool_new(3);
	const double bright = 3050;
	struct batch_options o = plain;
	struct err err = { 0 };
	struct batch *b;

	(void)state;
	o.foreground = 1;
	b = make(&o);
	assert_int_equal(batch_find_foreground(b, &bright, pool, &err), 0);
	assert_true(fabs(batch_foreground(b) - 69 / 171.) < 1e-12);
	assert_int_equal(batch_on_foreground(b, 100), 100);
	for (uint64_t step = 0; step < 100; step++) {
		draw(b, step);
		for (size_t i = 0; i < BATCH; i++) {
			float most = 0;

			for (size_t k = 0; k < SIDE * SIDE; k++)
				most = fmaxf(most, y[i][k / SIDE][k % SIDE]);
			assert_true(most > 3050);
		}
	}
	batch_free(b);
	o.foreground = 0.4;
	b = make(&o);
	assert_int_equal(batch_on_foreground(b, 100), 0);
	assert_int_equal(batch_find_foreground(b, &bright, pool, &err), 0);
	assert_share(batch_on_foreground(b, 20000), 20000, 0.4);
	batch_free(b);
	thread_pool_free(pool);
}

static void ones(size_t i, size_t x_, size_t y_, size_t width, float *source,
		 float *target)
{
	(void)i;
	(void)x_;
	(void)y_;
	(void)width;
	*source = *target = 1;
}

/* As many as there is room for, evenly spaced.  Comes last: its files have the
 * names of the others. */
static void places_of_large_images_are_thinned_out(void **state)
{
	static const struct fit_size large[] = { { 512, 100, "train" } };
	struct thread_pool *pool = thread_pool_new(1);
	struct cache *c = cache_new();
	struct manifest p = { 0 };
	struct samples s = { 0 };
	const double half = 0.5, one = 1;
	struct foreground f;
	struct err err = { 0 };

	(void)state;
	assert_int_equal(mkdir("large", 0777) || chdir("large"), 0);
	fit_pairs(&p, large, 1, ones);
	assert_int_equal(samples_open(&s, c, &p, "train", 0, &err), 0);
	assert_int_equal(foreground_find(&f, &s, &half, pool, &err), 0);
	assert_true(f.share == 1);
	assert_int_equal(f.n, 1);
	assert_int_equal(f.list->n, 512 * 100 / 4);
	for (size_t i = 0; i < f.list->n; i++)
		assert_int_equal(f.list->kept[i], 4 * i);
	foreground_release(&f);
	assert_int_equal(foreground_find(&f, &s, &one, pool, &err), 0);
	assert_true(f.share == 0 && f.n == 0);
	foreground_release(&f);
	samples_release(&s);
	manifest_release(&p);
	cache_free(c);
	thread_pool_free(pool);
	assert_int_equal(chdir(".."), 0);
}

/* (35 + 16 + 120) pixels, 128 a step */
static void an_epoch_covers_the_pixels_once(void **state)
{
	struct batch *b = make(&plain);

	(void)state;
	assert_int_equal(batch_epoch(b), 2);
	assert_int_equal(batch_samples(b)->n, 3);
	assert_int_equal(batch_samples(b)->pixels, 171);
	batch_free(b);
}

static void a_small_image_is_named(void **state)
{
	struct batch_options o = plain;
	struct err err = { 0 };

	(void)state;
	o.patch = 5;
	assert_null(batch_new(&pairs, cache, &o, &err));
	assert_int_equal(err.kind, ERR_DATA);
	assert_non_null(strstr(err.text, "a1.tif"));
	assert_non_null(strstr(err.text, "--patch=4"));
	err_clear(&err);
	o.split = "nothing";
	assert_null(batch_new(&pairs, cache, &o, &err));
	assert_int_equal(err.kind, ERR_DATA);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(source_and_target_are_drawn_alike),
		cmocka_unit_test(augmentations_move_both_images_alike),
		cmocka_unit_test(stages_are_told_apart),
		cmocka_unit_test(a_step_does_not_depend_on_others),
		cmocka_unit_test(every_place_of_every_image_is_as_likely),
		cmocka_unit_test(all_turns_come_and_no_others),
		cmocka_unit_test(patches_are_placed_on_foreground),
		cmocka_unit_test(an_epoch_covers_the_pixels_once),
		cmocka_unit_test(a_small_image_is_named),
		cmocka_unit_test(places_of_large_images_are_thinned_out),
	};

	return cmocka_run_group_tests_name("batch", tests, enter, leave);
}
