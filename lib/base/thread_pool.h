/*
 * thread_pool.h - threads that share the pieces of one task, or do jobs in the
 * background.
 *
 * Any thread may do any piece.  A caller's result must not depend on which
 * thread did which piece.  So each piece writes only to memory of its own, and
 * the caller adds up the results afterwards in the order of the pieces.
 * Signals are delivered to the caller's thread only.
 */
#ifndef BASE_THREAD_POOL_H
#define BASE_THREAD_POOL_H

#include <stddef.h>

struct thread_pool;

/* Returns a pool of THREADS threads, the caller's included.  THREADS is at
 * least 1.  If the system refuses to start some of the threads, the pool has
 * fewer. */
struct thread_pool *thread_pool_new(int threads);

/* Ends the threads of P and frees P.  P may be NULL.  Jobs that have begun are
 * finished first.  Jobs that have not begun are dropped. */
void thread_pool_free(struct thread_pool *p);
int thread_pool_threads(const struct thread_pool *p);

/* Calls FN(arg, piece, worker) for each piece from 0 to N - 1 and returns when
 * all calls have returned.  WORKER is the number of the thread, from 0 to
 * threads - 1. */
typedef void thread_pool_fn(void *arg, size_t piece, int worker);
void thread_pool_run(struct thread_pool *p, size_t n, thread_pool_fn *fn,
		     void *arg);

/* A job that is done in the background while the caller does something else.
 * The caller must not move or free the job before FN is called.  FN may free
 * the job or add it again. */
struct thread_pool_job {
	void (*fn)(struct thread_pool_job *job, int worker);
	struct thread_pool_job *next; /* for thread_pool.c only */
};

/* Returns a pool for thread_pool_add only.  The pool has at most MOST threads,
 * the caller's not included.  MOST is at least 1.  A thread is started when a
 * job is added while all threads are busy. */
struct thread_pool *thread_pool_new_background(int most);

/* Adds JOB to the end of the queue.  A worker from 0 to MOST - 1 will do it.
 * If the system starts no thread at all, the caller's thread does the job as
 * worker 0 before thread_pool_add returns. */
void thread_pool_add(struct thread_pool *p, struct thread_pool_job *job);

/* Returns the number of processors that this process may use. */
int thread_pool_processors(void);

#endif
