/*
 * thread_pool.h - threads that share the pieces of one task, or do jobs in the
 * background.
 *
 * Any thread may do any piece, and no result may depend on which thread does.
 * So let each piece write to memory of its own, and add up afterwards in the
 * order of the pieces.  The threads of a pool receive no signals.
 */
#ifndef BASE_THREAD_POOL_H
#define BASE_THREAD_POOL_H

#include <stddef.h>

struct thread_pool;

/* Returns a pool of THREADS threads (at least 1), the caller's included, or of
 * fewer if the system refuses to start more.  The caller frees the pool with
 * thread_pool_free. */
struct thread_pool *thread_pool_new(int threads);

/* Ends the threads and frees P, which may be NULL.  Jobs that have begun are
 * finished first; the others are dropped. */
void thread_pool_free(struct thread_pool *p);
/* Returns the number of threads of P, the caller's included. */
int thread_pool_threads(const struct thread_pool *p);

/* Calls FN(arg, piece, worker) for each piece from 0 to N - 1 and returns when
 * all pieces are done.  WORKER is the number of the thread, from 0 to
 * thread_pool_threads - 1.  P comes from thread_pool_new. */
typedef void thread_pool_fn(void *arg, size_t piece, int worker);
void thread_pool_run(struct thread_pool *p, size_t n, thread_pool_fn *fn,
		     void *arg);

/* Calls FN(arg, from, end) for ranges FROM to END - 1 that together are 0 to N
 * - 1, and returns when all are done.  Each range has LENGTH numbers, the last
 * one perhaps fewer.  Up to 8 threads of its own share the ranges. */
typedef void thread_pool_range_fn(void *arg, size_t from, size_t end);
void thread_pool_ranges(size_t n, size_t length, thread_pool_range_fn *fn,
			void *arg);

/* A job for the background.  It must stay where it is until FN is called.  FN
 * may free it or add it again. */
struct thread_pool_job {
	void (*fn)(struct thread_pool_job *job, int worker);
	struct thread_pool_job *next; /* for thread_pool.c only */
};

/* Returns a pool of at most MOST threads (at least 1) for thread_pool_add,
 * which starts a thread when no other is free for the job.  The caller frees
 * the pool with thread_pool_free. */
struct thread_pool *thread_pool_new_background(int most);

/* Appends JOB to the queue of P.  A thread calls FN with a WORKER from 0 to
 * MOST - 1.  If the system starts no thread at all, thread_pool_add itself
 * calls FN. */
void thread_pool_add(struct thread_pool *p, struct thread_pool_job *job);

/* Returns the number of processors that this process may use, or 1 if this is
 * not known. */
int thread_pool_processors(void);

#endif
