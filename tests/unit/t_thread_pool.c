/* t_thread_pool.c - threads: every piece once, whatever their number. */
#include "base/thread_pool.h"

#include <stdatomic.h>

#include "unit.h"

enum { PIECES = 10000 };

struct tally {
	atomic_int times[PIECES];
	atomic_int wrong_worker;
	int threads;
};

static void count(void *arg, size_t piece, int worker)
{
	struct tally *t = arg;

	t->times[piece]++;
	if (worker < 0 || worker >= t->threads)
		t->wrong_worker++;
}

static void every_piece_once(void **state)
{
	static struct tally t;

	(void)state;
	for (int threads = 1; threads <= 9; threads += 4) {
		struct thread_pool *p = thread_pool_new(threads);

		memset(&t, 0, sizeof(t));
		t.threads = threads;
		assert_int_equal(thread_pool_threads(p), threads);
		thread_pool_run(p, PIECES, count, &t);
		for (int i = 0; i < PIECES; i++)
			assert_int_equal(t.times[i], 1);
		assert_int_equal(t.wrong_worker, 0);
		thread_pool_free(p);
	}
}

static void no_pieces_at_all(void **state)
{
	struct thread_pool *p = thread_pool_new(3);
	struct tally t = { .threads = 3 };

	(void)state;
	thread_pool_run(p, 0, count, &t);
	assert_int_equal(t.times[0], 0);
	thread_pool_run(p, 1, count, &t);
	assert_int_equal(t.times[0], 1);
	thread_pool_free(p);
}

/* Workers never take a piece of the round before. */
static void many_short_rounds(void **state)
{
	static struct tally t;
	struct thread_pool *p = thread_pool_new(4);

	(void)state;
	memset(&t, 0, sizeof(t));
	t.threads = 4;
	for (int i = 0; i < 5000; i++)
		thread_pool_run(p, (size_t)(i % 7), count, &t);
	/* i % 7 is 0..6 evenly; piece k runs where i % 7 > k. */
	for (int k = 0; k < 6; k++) {
		int want = 0;

		for (int i = 0; i < 5000; i++)
			want += i % 7 > k;
		assert_int_equal(t.times[k], want);
	}
	thread_pool_free(p);
}

/* A pool that is freed without work, and none at all. */
static void free_at_once(void **state)
{
	(void)state;
	for (int i = 0; i < 100; i++)
		thread_pool_free(thread_pool_new(3));
	thread_pool_free(NULL);
	assert_true(thread_pool_processors() >= 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_piece_once),
		cmocka_unit_test(no_pieces_at_all),
		cmocka_unit_test(many_short_rounds),
		cmocka_unit_test(free_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
