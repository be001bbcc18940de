/*
 * thread_pool.h - threads, for all that have work to share out or to leave
 * to others.
 *
 * Which thread does what is left open; a caller's result must not depend on
 * it: each piece writes only what is its own, and sums are made afterwards
 * in the order of the pieces.  Signals go to the caller's thread only.
 */
#ifndef BASE_THREAD_POOL_H
#define BASE_THREAD_POOL_H

#include <stddef.h>

struct thread_pool;

/* THREADS >= 1; the caller's thread is one of them.  Never NULL. */
struct thread_pool *thread_pool_new(int threads);
/* Ends the threads.  Jobs that have begun are ended first, jobs that have
 * not are dropped.  P may be NULL. */
void thread_pool_free(struct thread_pool *p);
int thread_pool_threads(const struct thread_pool *p);

/* Call FN(arg, piece, worker) for each piece 0..n-1, worker in
 * 0..threads-1, and return when all are done. */
typedef void thread_pool_fn(void *arg, size_t piece, int worker);
void thread_pool_run(struct thread_pool *p, size_t n, thread_pool_fn *fn,
		     void *arg);

/* What is done while the caller goes on.  It stays where it is until FN is
 * called with it; then it is the caller's again, who may free it or add it
 * anew. */
struct thread_pool_job {
	void (*fn)(struct thread_pool_job *job, int worker);
	struct thread_pool_job *next; /* for thread_pool.c only */
};
/* A pool of at most MOST >= 1 threads beside the caller's, for
 * thread_pool_add alone.  One is started when a job finds all others busy. */
struct thread_pool *thread_pool_new_background(int most);
/* JOB is begun after those that were added before it, by a worker in
 * 0..most-1.  Where the system gives no thread at all the caller does it
 * before this returns, as worker 0. */
void thread_pool_add(struct thread_pool *p, struct thread_pool_job *job);

/* How many processors this process may use. */
int thread_pool_processors(void);

#endif
