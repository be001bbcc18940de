/* t_thread_pool.c - threads: every piece once, whatever their number. */
#include "base/thread_pool.h"

#include <stdatomic.h>
#include <unistd.h>

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

enum { JOBS = 500 };

struct job {
	struct thread_pool_job job;
	int number;
};

static struct {
	atomic_int n, wrong_worker;
	int began[JOBS], most;
} done;

static void note(struct thread_pool_job *job, int worker)
{
	if (worker < 0 || worker >= done.most)
		done.wrong_worker++;
	done.began[done.n++] = ((struct job *)job)->number;
}

static void add_jobs(struct thread_pool *p, struct job *jobs, int most)
{
	memset(&done, 0, sizeof(done));
	done.most = most;
	for (int i = 0; i < JOBS; i++) {
		jobs[i] = (struct job){ { .fn = note }, i };
		thread_pool_add(p, &jobs[i].job);
	}
}

static void wait_for_jobs(void)
{
	while (done.n < JOBS)
		usleep(100);
}

/* One thread takes them in the order in which they were added, several
 * take each once. */
static void jobs_are_done_in_order(void **state)
{
	static struct job jobs[JOBS];

	(void)state;
	for (int most = 1; most <= 4; most++) {
		struct thread_pool *p = thread_pool_new_background(most);
		int times[JOBS] = { 0 };

		add_jobs(p, jobs, most);
		wait_for_jobs();
		assert_in_range(thread_pool_threads(p), 1, most);
		thread_pool_free(p);
		assert_int_equal(done.wrong_worker, 0);
		for (int i = 0; i < JOBS; i++) {
			times[done.began[i]]++;
			if (most == 1)
				assert_int_equal(done.began[i], i);
		}
		for (int i = 0; i < JOBS; i++)
			assert_int_equal(times[i], 1);
	}
}

/* What has not begun is dropped, and nothing is done afterwards. */
static void jobs_end_with_their_pool(void **state)
{
	static struct job jobs[JOBS];

	(void)state;
	for (int i = 0; i < 50; i++) {
		struct thread_pool *p = thread_pool_new_background(3);
		int n;

		add_jobs(p, jobs, 3);
		thread_pool_free(p);
		n = done.n;
		memset(jobs, 0, sizeof(jobs));
		assert_in_range(n, 0, JOBS);
		assert_int_equal(done.n, n);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(jobs_are_done_in_order),
		cmocka_unit_test(jobs_end_with_their_pool),
		cmocka_unit_test(every_piece_once),
		cmocka_unit_test(no_pieces_at_all),
		cmocka_unit_test(many_short_rounds),
		cmocka_unit_test(free_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
