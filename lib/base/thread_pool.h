/*
 * thread_pool.h - threads that share the pieces of one task, or do jobs in the
 * background.
 *
 * Any thread may do any piece, and a result must not depend on which.  So let
 * each piece write to memory of its own, and add up afterwards in the order of
 * the pieces.  Signals go to the caller's thread only.
 */
#ifndef BASE_THREAD_POOL_H
#define BASE_THREAD_POOL_H

#include <stddef.h>

struct thread_pool;

/* Returns a pool of THREADS threads (at least 1), the caller's included.  The
 * pool has fewer if the system starts no more.  Free it with
 * thread_pool_free. */
struct thread_pool *thread_pool_new(int threads);

/* Ends the threads and frees P, which may be NULL.  Jobs that have begun are
 * finished; the others are dropped. */
void thread_pool_free(struct thread_pool *p);
int thread_pool_threads(const struct thread_pool *p);

/* Calls FN(arg, piece, worker) for each piece from 0 to N - 1.  Returns after
 * the last call has returned.  WORKER is the number of the thread, counted from
 * 0. */
typedef void thread_pool_fn(void *arg, size_t piece, int worker);
void thread_pool_run(struct thread_pool *p, size_t n, thread_pool_fn *fn,
		     void *arg);

/* Calls FN(arg, from, end) for ranges of at most LENGTH numbers that together
 * are 0 to N - 1, by several threads if there are several ranges.  END is one
 * behind the last number. */
typedef void thread_pool_range_fn(void *arg, size_t from, size_t end);
void thread_pool_ranges(size_t n, size_t length, thread_pool_range_fn *fn,
			void *arg);

/* A job for the background.  It must stay where it is until FN is called.  FN
 * may free it or add it again. */
struct thread_pool_job {
	void (*fn)(struct thread_pool_job *job, int worker);
	struct thread_pool_job *next; /* for thread_pool.c only */
};

/* Returns a pool of at most MOST threads (at least 1) for thread_pool_add.  A
 * thread is started when a job comes while all others are busy.  Free the pool
 * with thread_pool_free. */
struct thread_pool *thread_pool_new_background(int most);

/* Appends JOB to the queue.  A thread with a number from 0 to MOST - 1 will do
 * it.  If the system starts no thread at all, JOB is done before this
 * returns. */
void thread_pool_add(struct thread_pool *p, struct thread_pool_job *job);

/* Returns the number of processors that this process may use. */
int thread_pool_processors(void);

#endif
