/*
 * thread_pool.h - threads that share the pieces of one task, or do jobs in the
 * background.
 *
 * Any thread may do any piece, so a caller's result must not depend on which:
 * each piece writes only to memory of its own, and the caller adds up
 * afterwards in the order of the pieces.  Only the caller's thread receives
 * signals.
 */
#ifndef BASE_THREAD_POOL_H
#define BASE_THREAD_POOL_H

#include <stddef.h>

struct thread_pool;

/* Returns a pool of THREADS >= 1 threads, the caller's included, or of fewer
 * if the system gives no more; never NULL. */
struct thread_pool *thread_pool_new(int threads);
/* End the threads and free P, which may be NULL.  Waits for jobs that have
 * begun and drops those that have not. */
void thread_pool_free(struct thread_pool *p);
int thread_pool_threads(const struct thread_pool *p);

/* thread_pool_run calls FN(arg, piece, worker) for each piece from 0 to N - 1
 * and returns when all are done.  WORKER, from 0 to threads - 1, is the number
 * of the thread. */
typedef void thread_pool_fn(void *arg, size_t piece, int worker);
void thread_pool_run(struct thread_pool *p, size_t n, thread_pool_fn *fn,
		     void *arg);

/* A job that is done while the caller does something else.  The caller must
 * not move or free it until FN is called with it; FN may free it or add it
 * again. */
struct thread_pool_job {
	void (*fn)(struct thread_pool_job *job, int worker);
	struct thread_pool_job *next; /* for thread_pool.c only */
};
/* Returns a pool, for thread_pool_add only, of at most MOST >= 1 threads, the
 * caller's not included.  A thread is started when a job is added and all
 * threads are busy. */
struct thread_pool *thread_pool_new_background(int most);
/* Queue JOB behind those that were added before it; a worker from 0 to
 * MOST - 1 will do it.  If the system gives no thread at all, the job is done
 * on the caller's thread, as worker 0, before this returns. */
void thread_pool_add(struct thread_pool *p, struct thread_pool_job *job);

/* Returns how many processors this process may use. */
int thread_pool_processors(void);

#endif
