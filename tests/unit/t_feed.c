/*
 * t_feed.c - batches made ahead are the batches.
 */
#include "fit.h"

#include "batch/prefetch.h"

enum { SIDE = 8, BATCH = 5, STEPS = 40, LEN = BATCH * SIDE * SIDE };

static const struct fit_size sizes[] = {
	{ 30, 21, "train" },
	{ 12, 40, "train" },
	{ 9, 9, "train" },
};
static const struct batch_options plain = {
	.split = "train",
	.patch = SIDE,
	.batch = BATCH,
	.seed = 3,
	.flip = 1,
	.turn = 1,
	.parts = 1,
};
static struct manifest pairs;

static void number(size_t i, size_t x, size_t y, size_t width, float *source,
		   float *target)
{
	*source = (float)(i * 1000 + y * width + x);
	*target = -*source;
}

static int enter(void **state)
{
	(void)state;
	fit_enter();
	fit_pairs(&pairs, sizes, 3, number);
	return 0;
}

static int leave(void **state)
{
	(void)state;
	manifest_release(&pairs);
	fit_leave();
	return 0;
}

struct set {
	struct cache *cache;
	struct batch *batch;
};

static struct set make(const struct manifest *p, size_t room, const char *list)
{
	struct batch_options o = plain;
	struct err err = { 0 };
	struct set s = { .cache = cache_new() };

	cache_room(s.cache, room);
	if (augment_read(&o.augment, list, &err) < 0 ||
	    !(s.batch = batch_new(p, s.cache, &o, &err)))
		fail_msg("%s", err.text);
	return s;
}

static void release(struct set *s)
{
	batch_free(s->batch);
	cache_free(s->cache);
}

static void assert_batches(const struct set *s, struct prefetch *f,
			   uint64_t first, uint64_t end)
{
	static float wx[LEN], wy[LEN];
	struct err err = { 0 };

	for (uint64_t step = first; step < end; step++) {
		const float *x, *y;

		if (prefetch_take(f, step, &x, &y, &err) < 0 ||
		    batch_draw(s->batch, step, wx, wy, &err) < 0)
			fail_msg("%s", err.text);
		assert_memory_equal(x, wx, sizeof(wx));
		assert_memory_equal(y, wy, sizeof(wy));
	}
}

static void check_batches(const char *list)
{
	struct set s = make(&pairs, 2000, list);

	for (int threads = 1; threads <= 7; threads += 2)
		for (uint64_t first = 0; first < 30; first += 29) {
			struct prefetch *f = prefetch_new(s.batch, first, STEPS,
							  threads, NULL);

			assert_batches(&s, f, first, STEPS);
			assert_true(prefetch_waited(f) >= 0);
			prefetch_free(f);
		}
	release(&s);
}

static void batches_are_the_same(void **state)
{
	(void)state;
	check_batches("none");
	check_batches("all,rotate@1,elastic@1,noise@1");
}

static void it_can_end_at_any_time(void **state)
{
	struct set s = make(&pairs, 0, "none");

	(void)state;
	for (uint64_t end = 0; end < 10; end++) {
		struct prefetch *f = prefetch_new(s.batch, 0, STEPS, 3, NULL);

		assert_batches(&s, f, 0, end);
		prefetch_free(f);
	}
	release(&s);
}

/* The fault shows at its step, with file and row, and again when asked
 * again; the steps before are as they should be. */
static void a_file_that_changes_ends_it(void **state)
{
	struct set s = make(&pairs, 0, "none");
	struct prefetch *f = prefetch_new(s.batch, 0, 100000, 2, NULL);
	const float *x, *y;
	struct err err = { 0 };
	uint64_t step = 2;

	(void)state;
	assert_batches(&s, f, 0, 2);
	assert_int_equal(truncate("b1.tif", 50), 0);
	while (step < 1000 && prefetch_take(f, step, &x, &y, &err) == 0)
		step++;
	assert_true(step < 1000);
	assert_int_equal(err.kind, ERR_DATA);
	assert_non_null(strstr(err.text, "pairs.tsv:3: 'b1.tif' was changed"));
	err_clear(&err);
	assert_int_equal(prefetch_take(f, step, &x, &y, &err), -1);
	prefetch_free(f);
	release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(batches_are_the_same),
		cmocka_unit_test(it_can_end_at_any_time),
		cmocka_unit_test(a_file_that_changes_ends_it),
	};

	return cmocka_run_group_tests_name("feed", tests, enter, leave);
}
