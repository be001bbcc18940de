/* thread_pool.c - see thread_pool.h. */
#include "base/thread_pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"

/* How often to look for something to do before sleeping: some 30 us, for
 * waking up takes as long. */
#define LOOKS 2000

struct thread_pool {
	int threads, looks, ending;
	pthread_t *thread;
	pthread_mutex_t lock;
	pthread_cond_t begin, done;
	atomic_ulong round; /* counts thread_pool_run calls */
	atomic_int busy;    /* workers that still look for pieces */
	thread_pool_fn *fn;
	void *arg;
	size_t next, n;
};

struct worker {
	struct thread_pool *pool;
	int number;
};

/* Take pieces until none is left; called with the lock held. */
static void take_pieces(struct thread_pool *p, int worker)
{
	while (p->next < p->n) {
		size_t piece = p->next++;

		pthread_mutex_unlock(&p->lock);
		p->fn(p->arg, piece, worker);
		pthread_mutex_lock(&p->lock);
	}
}

static void rest(void)
{
#ifdef __x86_64__
	__builtin_ia32_pause();
#endif
}

/* Until there is another round than ROUND, or for a while. */
static void look_for_round(const struct thread_pool *p, unsigned long round)
{
	for (int i = 0; i < p->looks && p->round == round; i++)
		rest();
}

static void look_for_end(const struct thread_pool *p)
{
	for (int i = 0; i < p->looks && p->busy; i++)
		rest();
}

static void *work(void *arg)
{
	struct worker w = *(struct worker *)arg;
	struct thread_pool *p = w.pool;
	unsigned long round = 0;

	free(arg);
	pthread_mutex_lock(&p->lock);
	for (;;) {
		pthread_mutex_unlock(&p->lock);
		look_for_round(p, round);
		pthread_mutex_lock(&p->lock);
		while (p->round == round && !p->ending)
			pthread_cond_wait(&p->begin, &p->lock);
		if (p->ending)
			break;
		round = p->round;
		take_pieces(p, w.number);
		if (!--p->busy)
			pthread_cond_signal(&p->done);
	}
	pthread_mutex_unlock(&p->lock);
	return NULL;
}

struct thread_pool *thread_pool_new(int threads)
{
	struct thread_pool *p = mem_zero(1, sizeof(*p));

	p->threads = 1;
	p->looks = threads <= thread_pool_processors() ? LOOKS : 0;
	p->thread = mem_zero((size_t)threads, sizeof(*p->thread));
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->begin, NULL);
	pthread_cond_init(&p->done, NULL);
	while (p->threads < threads) {
		struct worker *w = mem_alloc(sizeof(*w));

		*w = (struct worker){ p, p->threads };
		/* Fewer threads give the same result, only later. */
		if (pthread_create(&p->thread[p->threads], NULL, work, w)) {
			free(w);
			break;
		}
		p->threads++;
	}
	return p;
}

void thread_pool_free(struct thread_pool *p)
{
	if (!p)
		return;
	pthread_mutex_lock(&p->lock);
	p->ending = 1;
	pthread_cond_broadcast(&p->begin);
	pthread_mutex_unlock(&p->lock);
	for (int i = 1; i < p->threads; i++)
		pthread_join(p->thread[i], NULL);
	pthread_cond_destroy(&p->begin);
	pthread_cond_destroy(&p->done);
	pthread_mutex_destroy(&p->lock);
	free(p->thread);
	free(p);
}

int thread_pool_threads(const struct thread_pool *p)
{
	return p->threads;
}

void thread_pool_run(struct thread_pool *p, size_t n, thread_pool_fn *fn,
		     void *arg)
{
	pthread_mutex_lock(&p->lock);
	p->fn = fn;
	p->arg = arg;
	p->next = 0;
	p->n = n;
	p->busy = p->threads - 1;
	p->round++;
	if (p->busy)
		pthread_cond_broadcast(&p->begin);
	take_pieces(p, 0);
	pthread_mutex_unlock(&p->lock);
	look_for_end(p);
	pthread_mutex_lock(&p->lock);
	while (p->busy)
		pthread_cond_wait(&p->done, &p->lock);
	pthread_mutex_unlock(&p->lock);
}

int thread_pool_processors(void)
{
	cpu_set_t set;

	if (!sched_getaffinity(0, sizeof(set), &set))
		return CPU_COUNT(&set);
	return 1;
}
