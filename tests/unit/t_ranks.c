/*
 * t_ranks.c - the gradient of a batch has the same bits however many processes
 * share its samples, and an error in one of them arrives in rank 0.
 *
 * The processes are forked and talk through sockets, without MPI.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "ranks/ranks.h"
#include "base/rng.h"
#include "nn/net.h"
#include "nn/net_init.h"

enum { MOST = 9, ALL = 7, FIRST = 4 };

/* What rank I writes to line[I][K], rank K reads from line[K][I]. */
static int line[MOST][MOST];
static int rank, size;

static void put(int to, const void *data, size_t n)
{
	const char *p = data;

	while (n) {
		ssize_t done = write(line[rank][to], p, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			_exit(7);
		p += done;
		n -= (size_t)done;
	}
}

static void get(int from, void *data, size_t n)
{
	char *p = data;

	while (n) {
		ssize_t done = read(line[rank][from], p, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			_exit(8);
		p += done;
		n -= (size_t)done;
	}
}

static void put_all(void *data, size_t n)
{
	if (rank)
		get(0, data, n);
	for (int i = 1; !rank && i < size; i++)
		put(i, data, n);
}

static float *noise(size_t n, const char *name)
{
	float *x = mem_floats(n);
	struct rng r;

	rng_init(&r, 1, name, 0, 0);
	for (size_t i = 0; i < n; i++)
		x[i] = (float)rng_normal(&r);
	return x;
}

struct task {
	const struct unet *u;
	struct extent e;
	int threads;
	size_t each; /* 0: alone */
	int broken;  /* rank that fails in the first batch; 0: none */
	float *grad;
	double loss;
	struct err err; /* of the first batch */
};

/* One batch in two calls. */
static int batch(struct task *t, struct net *net, const struct ranks *r,
		 struct err *err)
{
	struct loss_shape s = unet_output_shape(t->u, t->e);
	size_t in = (size_t)t->u->in_channels * t->e.d * t->e.h * t->e.w;
	size_t out = s.planes * s.height * s.width;
	float *x = noise(ALL * in, "x"), *y = noise(ALL * out, "y");
	struct ranks_share share = { r, t->each };
	int rc = 0;

	for (size_t at = 0, n = FIRST; at < ALL; at += n, n = ALL - at) {
		struct net_batch b = {
			&objective_mse, x + at * in, y + at * out, n,
			t->e,		at,	     ALL
		};

		char go = !rc;

		/* Only rank 0 knows of every error. */
		if (t->each)
			r->share(&go, 1);
		if (!go)
			break;
		if (t->each)
			rc = net_gradient_shared(net, &b, &share, t->grad,
						 &t->loss, err);
		else
			t->loss = net_gradient_part(net, &b, t->grad);
	}
	free(x);
	free(y);
	return rc;
}

/* What each rank does; the second batch must not notice the first. */
static int work(struct task *t)
{
	const struct ranks r = { rank, size, size, size, put, get, put_all };
	struct thread_pool *pool = thread_pool_new(t->threads);
	struct err err = { 0 };
	struct net *net = net_new(t->u, pool, &err);
	int rc;

	if (!net)
		return -1;
	net_init(net, 5);
	if (rank && rank == t->broken)
		err_data(&t->err, "rank %d is broken", rank);
	if (t->each)
		batch(t, net, &r, &t->err);
	rc = batch(t, net, &r, &err);
	net_free(net);
	thread_pool_free(pool);
	return rc;
}

static void start(int n, struct task *t)
{
	size = n;
	rank = 0;
	for (int i = 0; i < n; i++)
		for (int k = 0; k < i; k++) {
			int fd[2];

			assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0,
						    fd),
					 0);
			line[i][k] = fd[0];
			line[k][i] = fd[1];
		}
	for (int i = 1; i < n; i++) {
		pid_t pid = fork();

		assert_true(pid >= 0);
		if (!pid) {
			rank = i;
			t->threads = 1 + i % 2;
			_exit(work(t) < 0 ? 9 : 0);
		}
	}
}

static void end(int n)
{
	int status;

	for (int i = 1; i < n; i++) {
		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
	}
	for (int i = 0; i < n; i++)
		for (int k = 0; k < i; k++) {
			close(line[i][k]);
			close(line[k][i]);
		}
}

static struct task task_of(const struct unet *u)
{
	struct task t = { .u = u, .threads = 1 };
	size_t side = unet_input(u, 8);

	t.e = (struct extent){ u->volume ? unet_input(u, 4) : 1, side, side };
	t.grad = mem_floats((size_t)unet_size(u));
	return t;
}

static void compare(const struct unet *u, int n, size_t each, int broken)
{
	/* Processes that end without us have them, too: no leaks there. */
	static struct task alone, shared;

	alone = task_of(u);
	shared = task_of(u);
	rank = 0;
	size = 1;
	assert_int_equal(work(&alone), 0);
	shared.each = each;
	shared.broken = broken;
	start(n, &shared);
	assert_int_equal(work(&shared), 0);
	end(n);
	assert_memory_equal(&alone.loss, &shared.loss, sizeof(alone.loss));
	assert_memory_equal(alone.grad, shared.grad,
			    (size_t)unet_size(u) * sizeof(*alone.grad));
	if (broken) {
		char text[40];

		snprintf(text, sizeof(text), "rank %d is broken", broken);
		assert_string_equal(shared.err.text, text);
		assert_int_equal(shared.err.kind, ERR_DATA);
	}
	free(alone.grad);
	free(shared.grad);
}

static const struct unet planes = { 3, 2, 2, 5, 2, 2, 3, 0, 0, 0, 0 };
static const struct unet fast = { 2, 1, 1, 16, 2, 2, 3, 0, 0, 0, 0 };
static const struct unet valid = { 2, 2, 2, 9, 2, 2, 3, 1, 0, 0, 0 };
static const struct unet volumes = { 2, 1, 1, 16, 2, 2, 3, 0, 1, 0, 0 };
static const struct unet odd_volumes = { 2, 1, 1, 3, 2, 2, 3, 1, 1, 0, 0 };

static void any_number_of_ranks(void **state)
{
	if (getenv("XP_QUICK")) {
		compare(*state, 3, 2, 0);
		return;
	}
	for (int n = 2; n <= MOST; n += n < 4 ? 1 : 3)
		for (size_t each = 1; each <= 4; each *= 2)
			compare(*state, n, each, 0);
}

static void any_number_for_volumes(void **state)
{
	compare(*state, 2, 1, 0);
	if (getenv("XP_QUICK"))
		return;
	compare(*state, 3, 1, 0);
	compare(*state, MOST, 1, 0);
}

static void an_error_arrives(void **state)
{
	(void)state;
	compare(&planes, 2, 1, 1);
	if (getenv("XP_QUICK"))
		return;
	compare(&planes, 4, 1, 1);
	compare(&planes, 4, 1, 2);
	compare(&planes, 4, 2, 1);
}

/* A part for each of the active ranks, and nothing twice. */
static void rounds_cover_a_batch(void **state)
{
	(void)state;
	for (size_t all = 1; all < 20; all++)
		for (int n = 1; n < 7; n++) {
			size_t made = 0, from = 0;

			for (size_t k = 0; k < (size_t)n; k++) {
				struct ranks r = { .size = n };
				struct ranks_round q;

				r.rank = k + 1 < (size_t)n ? (int)k + 1 : 0;
				q = ranks_round(&r, 2, 0, all);
				if (q.place == q.active)
					continue;
				assert_int_equal(ranks_at(&q, q.place), r.rank);
				assert_int_equal(q.from, from);
				from = q.to;
				made += q.to - q.from;
				assert_true(q.to - q.from <= 2);
				assert_true(q.to > q.from);
			}
			assert_int_equal(made, all < 2 * (size_t)n ?
						       all :
						       2 * (size_t)n);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rounds_cover_a_batch),
		cmocka_unit_test_prestate(any_number_of_ranks, (void *)&planes),
		cmocka_unit_test_prestate(any_number_of_ranks, (void *)&fast),
		cmocka_unit_test_prestate(any_number_of_ranks, (void *)&valid),
		cmocka_unit_test_prestate(any_number_for_volumes,
					  (void *)&volumes),
		cmocka_unit_test_prestate(any_number_for_volumes,
					  (void *)&odd_volumes),
		cmocka_unit_test(an_error_arrives),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
