/*
 * t_quiet.c - once warm, a step computes and does nothing else: no piece of
 * its work allocates, locks or waits, and a whole step on one thread makes
 * no call to the system.
 *
 * The linker leads calls of the functions below through __wrap_ (see
 * Makefile.am), so what the library asks for is counted here.
 */
#include <pthread.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <linux/seccomp.h>

#include "nn/net_init.h"
#include "unit.h"

#include "base/mem.h"
#include "base/thread_pool.h"
#include "base/rng.h"
#include "base/thread_pool.h"
#include "optimise/optimiser.h"
#include "kernel/cpu.h"
#include "nn/net.h"

static _Thread_local int inside;
static int calls, pieces;
static const char *volatile last;

#define COUNT(name)                                                      \
	do {                                                             \
		if (inside) {                                            \
			__atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED); \
			last = name;                                     \
		}                                                        \
	} while (0)

/* Result, name, parameters, and what they are called. */
#define WRAP(type, name, params, args)     \
	type __real_##name params;         \
	type __wrap_##name params;         \
	type __wrap_##name params          \
	{                                  \
		COUNT(#name);              \
		return __real_##name args; \
	}

WRAP(void *, malloc, (size_t n), (n))
WRAP(void *, calloc, (size_t n, size_t size), (n, size))
WRAP(void *, realloc, (void *old, size_t n), (old, n))
WRAP(int, posix_memalign, (void **p, size_t to, size_t n), (p, to, n))
WRAP(void, free, (void *p), (p))
WRAP(int, madvise, (void *p, size_t n, int how), (p, n, how))
WRAP(int, munmap, (void *p, size_t n), (p, n))
WRAP(int, pthread_mutex_lock, (pthread_mutex_t * m), (m))
WRAP(int, pthread_cond_wait, (pthread_cond_t * c, pthread_mutex_t *m), (c, m))
WRAP(int, pthread_cond_signal, (pthread_cond_t * c), (c))

struct piece {
	thread_pool_fn *fn;
	void *arg;
};

void __real_thread_pool_run(struct thread_pool *p, size_t n, thread_pool_fn *fn,
			    void *arg);
void __wrap_thread_pool_run(struct thread_pool *p, size_t n, thread_pool_fn *fn,
			    void *arg);

static void one_piece(void *arg, size_t i, int worker)
{
	struct piece *p = arg;

	__atomic_add_fetch(&pieces, 1, __ATOMIC_RELAXED);
	inside = 1;
	p->fn(p->arg, i, worker);
	inside = 0;
}

void __wrap_thread_pool_run(struct thread_pool *p, size_t n, thread_pool_fn *fn,
			    void *arg)
{
	struct piece piece = { fn, arg };

	__real_thread_pool_run(p, n, one_piece, &piece);
}

enum { N = 7, D = 4, H = 24, W = 40 };

struct trial {
	struct thread_pool *pool;
	struct net *net;
	struct optimiser adam;
	float *x, *y, *out, *grad;
	struct extent e; /* of a sample */
};

static float *noise(size_t n, const char *name)
{
	float *x = mem_floats(n);
	struct rng r;

	rng_init(&r, 1, name, 0, 0);
	for (size_t i = 0; i < n; i++)
		x[i] = (float)rng_normal(&r);
	return x;
}

static void set_up(struct trial *t, int threads, int volume)
{
	struct unet u = { 3, 2, 1, 12, 2, 2, 3, 0, volume, 0, 0 };
	struct err err = { 0 };

	t->pool = thread_pool_new(threads);
	t->net = net_new(&u, t->pool, &err);
	assert_non_null(t->net);
	net_init(t->net, 1);
	optimiser_init(&t->adam, &(struct optimiser_options){ .lr = 1e-3 },
		       net_size(t->net), t->pool);
	t->e = (struct extent){ volume ? D : 1, H, W };
	t->x = noise(N * 2 * D * H * W, "x");
	t->y = noise(N * D * H * W, "y");
	t->out = mem_floats(N * D * H * W);
	t->grad = mem_floats(net_size(t->net));
}

static void tear_down(struct trial *t)
{
	free(t->x);
	free(t->y);
	free(t->out);
	free(t->grad);
	optimiser_release(&t->adam);
	net_free(t->net);
	thread_pool_free(t->pool);
}

static void train(struct trial *t)
{
	net_gradient(t->net, &objective_mse, t->x, t->y, t->grad, N, t->e);
	optimiser_step(&t->adam, net_weights(t->net), t->grad);
}

static void predict(struct trial *t)
{
	net_forward(t->net, t->x, t->out, N, t->e);
}

/* A step when it is the second of its kind. */
static void count(struct trial *t, void (*step)(struct trial *),
		  const char *what)
{
	step(t);
	calls = pieces = 0;
	step(t);
	assert_true(pieces >= N);
	if (calls)
		fail_msg("%s, %s: %d calls, the last of %s", cpu_in_use()->name,
			 what, calls, last);
}

static void pieces_only_compute(void **state)
{
	struct trial t;

	(void)state;
	for (size_t i = 0; cpu_at(i); i++) {
		cpu_use(cpu_at(i));
		set_up(&t, 3, 0);
		count(&t, train, "training");
		if (getenv("XP_QUICK")) { /* valgrind is slow */
			tear_down(&t);
			break;
		}
		count(&t, predict, "prediction");
		net_precise(t.net, 1);
		count(&t, train, "precise training");
		tear_down(&t);
		set_up(&t, 3, 1);
		count(&t, train, "training on volumes");
		count(&t, predict, "prediction of volumes");
		tear_down(&t);
	}
	cpu_use(NULL);
}

static void noisy(void *arg, size_t i, int worker)
{
	(void)worker;
	free(((void **)arg)[i]);
	((void **)arg)[i] = mem_alloc(100);
}

/* The counting itself. */
static void calls_are_counted(void **state)
{
	void *p[9] = { 0 };
	struct thread_pool *pool = thread_pool_new(3);

	(void)state;
	calls = pieces = 0;
	thread_pool_run(pool, 9, noisy, p);
	assert_int_equal(pieces, 9);
	assert_int_equal(calls, 18);
	thread_pool_free(pool);
	for (int i = 0; i < 9; i++)
		free(p[i]);
}

/* In a child, whom any call but read, write and exit kills. */
static int alone(struct trial *t, void (*step)(struct trial *))
{
	int status = -1;
	pid_t pid;

	step(t);
	pid = fork();
	if (pid == 0) {
		if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT))
			_exit(2);
		step(t);
		syscall(SYS_exit, 0);
	}
	assert_true(pid > 0 && waitpid(pid, &status, 0) == pid);
	return status;
}

static void ask_for_memory(struct trial *t)
{
	munmap(t, 0);
}

static void steps_call_nobody(void **state)
{
	struct trial t;
	int status;

	(void)state;
#ifdef __SANITIZE_ADDRESS__
	skip();
#endif
	if (getenv("XP_UNIT_RUNNER") && *getenv("XP_UNIT_RUNNER"))
		skip(); /* valgrind makes calls of its own */
	set_up(&t, 1, 0);
	status = alone(&t, ask_for_memory);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 2)
		skip(); /* it may not be forbidden here */
	assert_true(WIFSIGNALED(status));
	assert_int_equal(alone(&t, train), 0);
	assert_int_equal(alone(&t, predict), 0);
	net_precise(t.net, 1);
	assert_int_equal(alone(&t, train), 0);
	tear_down(&t);
	set_up(&t, 1, 1);
	assert_int_equal(alone(&t, train), 0);
	assert_int_equal(alone(&t, predict), 0);
	tear_down(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(calls_are_counted),
		cmocka_unit_test(pieces_only_compute),
		cmocka_unit_test(steps_call_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
