/* thread_pool.c - see thread_pool.h. */
#include "base/thread_pool.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"

/* How often a thread looks for work before it sleeps: for some 120 us, since
 * waking it up takes 20 to 75, and a step of training has pauses of 100.  Half
 * as often each time that it looked in vain, as on a busy machine, but now and
 * then as often again. */
enum { LOOKS = 8000, LOOKS_LEAST = 16, PROBE = 64 };

enum { MOST = 8 }; /* threads for ranges */

struct spin {
	int looks, waits;
};

struct thread_pool {
	int caller;  /* 1: the caller is worker 0 */
	int started; /* threads other than the caller's */
	int most, looks, ending;
	pthread_t *thread;
	pthread_mutex_t lock;
	pthread_cond_t begin, done;
	/* for thread_pool_run */
	atomic_ulong round; /* counts thread_pool_run calls */
	atomic_size_t rest; /* pieces not begun */
	atomic_size_t left; /* pieces not done */
	atomic_int waiting; /* 1: the caller sleeps until none is left */
	struct spin spin;   /* of the caller */
	thread_pool_fn *fn;
	void *arg;
	size_t n;
	/* for thread_pool_add: jobs, oldest first */
	struct thread_pool_job *first, **end;
	int queued;	 /* number of jobs not begun */
	atomic_int idle; /* number of threads that sleep, or are about to */
};

struct worker {
	struct thread_pool *pool;
	int number;
};

/* Counts a piece that is done.  Whoever does the last one wakes the caller. */
static void count_done(struct thread_pool *p)
{
	if (atomic_fetch_sub(&p->left, 1) > 1 || !p->waiting)
		return;
	pthread_mutex_lock(&p->lock);
	pthread_cond_signal(&p->done);
	pthread_mutex_unlock(&p->lock);
}

/* Does pieces until none is left to begin.  No lock is taken for a piece, since
 * threads that wait for one would sleep.  Who has taken a piece may read FN,
 * ARG and N: the next call sets them when this piece is done. */
static void take_pieces(struct thread_pool *p, int worker)
{
	size_t rest = p->rest;

	while (rest)
		if (atomic_compare_exchange_weak(&p->rest, &rest, rest - 1)) {
			p->fn(p->arg, p->n - rest, worker);
			count_done(p);
			rest = p->rest;
		}
}

/* Does the oldest job.  The caller holds the lock. */
static void take_job(struct thread_pool *p, int worker)
{
	struct thread_pool_job *job = p->first;

	p->first = job->next;
	if (!p->first)
		p->end = &p->first;
	p->queued--;
	pthread_mutex_unlock(&p->lock);
	job->fn(job, worker);
	pthread_mutex_lock(&p->lock);
}

static void rest(void)
{
#ifdef __x86_64__
	__builtin_ia32_pause();
#endif
}

/* Returns how often to look this time. */
static int looks_of(struct spin *s, int most)
{
	if (s->waits++ % PROBE == 0)
		s->looks = most;
	return s->looks;
}

static void learn(struct spin *s, int most, int in_vain)
{
	s->looks = in_vain ? s->looks / 2 : most;
	if (s->looks < LOOKS_LEAST && most)
		s->looks = LOOKS_LEAST;
}

/* Waits, without sleeping and only for a while, until the round is no longer
 * ROUND.  Returns 1 if it is no longer. */
static int look_for_round(const struct thread_pool *p, unsigned long round,
			  struct spin *s)
{
	for (int i = looks_of(s, p->looks); i > 0 && p->round == round; i--)
		rest();
	learn(s, p->looks, p->round == round);
	return p->round != round;
}

static void look_for_end(struct thread_pool *p)
{
	struct spin *s = &p->spin;

	if (!p->left)
		return;
	for (int i = looks_of(s, p->looks); i > 0 && p->left; i--)
		rest();
	learn(s, p->looks, p->left > 0);
}

/* Does jobs, or sleeps, until there may be pieces.  Returns 0 if the thread is
 * to end. */
static int wait_for_pieces(struct thread_pool *p, unsigned long *round,
			   int worker)
{
	int ending;

	pthread_mutex_lock(&p->lock);
	for (;;) {
		p->idle++;
		while (p->round == *round && !p->first && !p->ending)
			pthread_cond_wait(&p->begin, &p->lock);
		p->idle--;
		if (p->ending || !p->first)
			break;
		take_job(p, worker);
	}
	*round = p->round;
	ending = p->ending;
	pthread_mutex_unlock(&p->lock);
	return !ending;
}

static void *work(void *arg)
{
	struct worker w = *(struct worker *)arg;
	struct thread_pool *p = w.pool;
	unsigned long round = 0;
	struct spin spin = { 0 };

	free(arg);
	for (;;) {
		if (p->looks && look_for_round(p, round, &spin))
			round = p->round;
		else if (!wait_for_pieces(p, &round, w.number))
			return NULL;
		take_pieces(p, w.number);
	}
}

/* Starts a thread that receives no signals.  Returns 0, or -1 if the system
 * gives none. */
static int start_thread(struct thread_pool *p)
{
	struct worker *w = mem_alloc(sizeof(*w));
	sigset_t every, old;
	int rc;

	*w = (struct worker){ p, p->caller + p->started };
	sigfillset(&every);
	pthread_sigmask(SIG_SETMASK, &every, &old);
	rc = pthread_create(&p->thread[p->started], NULL, work, w);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (rc) {
		free(w);
		return -1;
	}
	p->started++;
	return 0;
}

static struct thread_pool *new_pool(int most)
{
	struct thread_pool *p = mem_zero(1, sizeof(*p));

	p->most = most;
	p->end = &p->first;
	p->thread = mem_zero((size_t)most + 1, sizeof(*p->thread));
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->begin, NULL);
	pthread_cond_init(&p->done, NULL);
	return p;
}

struct thread_pool *thread_pool_new(int threads)
{
	struct thread_pool *p = new_pool(threads - 1);

	p->caller = 1;
	p->looks = threads <= thread_pool_processors() ? LOOKS : 0;
	/* With fewer threads the result is the same, only later. */
	while (p->started < p->most && start_thread(p) == 0)
		;
	return p;
}

struct thread_pool *thread_pool_new_background(int most)
{
	return new_pool(most);
}

void thread_pool_free(struct thread_pool *p)
{
	if (!p)
		return;
	pthread_mutex_lock(&p->lock);
	p->ending = 1;
	pthread_cond_broadcast(&p->begin);
	pthread_mutex_unlock(&p->lock);
	for (int i = 0; i < p->started; i++)
		pthread_join(p->thread[i], NULL);
	pthread_cond_destroy(&p->begin);
	pthread_cond_destroy(&p->done);
	pthread_mutex_destroy(&p->lock);
	free(p->thread);
	free(p);
}

int thread_pool_threads(const struct thread_pool *p)
{
	return p->caller + p->started;
}

/* Lets all threads know that there are pieces.  One that does not sleep sees
 * the round; one that is about to sleep has counted itself before it looks once
 * more. */
static void call_threads(struct thread_pool *p)
{
	p->round++;
	if (!p->idle)
		return;
	pthread_mutex_lock(&p->lock);
	pthread_cond_broadcast(&p->begin);
	pthread_mutex_unlock(&p->lock);
}

/* The caller waits for those who took pieces, and not until the others, which
 * may get no processor for a while, have found that there are none. */
void thread_pool_run(struct thread_pool *p, size_t n, thread_pool_fn *fn,
		     void *arg)
{
	if (n <= 1) { /* no thread need wake up for it */
		if (n)
			fn(arg, 0, 0);
		return;
	}
	p->fn = fn;
	p->arg = arg;
	p->n = n;
	p->left = n;
	p->rest = n;
	call_threads(p);
	take_pieces(p, 0);
	look_for_end(p);
	if (!p->left)
		return;
	pthread_mutex_lock(&p->lock);
	p->waiting = 1;
	while (p->left)
		pthread_cond_wait(&p->done, &p->lock);
	p->waiting = 0;
	pthread_mutex_unlock(&p->lock);
}

struct ranges {
	size_t n, length;
	thread_pool_range_fn *fn;
	void *arg;
};

static void do_range(void *arg, size_t piece, int worker)
{
	const struct ranges *r = arg;
	size_t from = piece * r->length;

	(void)worker;
	r->fn(r->arg, from, r->n - from < r->length ? r->n : from + r->length);
}

void thread_pool_ranges(size_t n, size_t length, thread_pool_range_fn *fn,
			void *arg)
{
	struct ranges r = { n, length, fn, arg };
	size_t pieces = (n + length - 1) / length, threads = pieces / 2 + 1;
	size_t most = (size_t)thread_pool_processors();
	struct thread_pool *p;

	if (threads > most)
		threads = most;
	p = thread_pool_new(threads < MOST ? (int)threads : MOST);
	thread_pool_run(p, pieces, do_range, &r);
	thread_pool_free(p);
}

void thread_pool_add(struct thread_pool *p, struct thread_pool_job *job)
{
	int alone;

	pthread_mutex_lock(&p->lock);
	if (p->queued >= p->idle && p->started < p->most)
		start_thread(p);
	alone = !p->started;
	if (!alone) {
		job->next = NULL;
		*p->end = job;
		p->end = &job->next;
		p->queued++;
		pthread_cond_signal(&p->begin);
	}
	pthread_mutex_unlock(&p->lock);
	if (alone)
		job->fn(job, 0);
}

int thread_pool_processors(void)
{
	cpu_set_t set;

	if (!sched_getaffinity(0, sizeof(set), &set))
		return CPU_COUNT(&set);
	return 1;
}
