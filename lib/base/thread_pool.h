/*
 * thread_pool.h - threads that share out numbered pieces of work.
 *
 * Which thread does which piece is left open; a caller's result must not
 * depend on it: each piece writes only what is its own, and sums are made
 * afterwards in the order of the pieces.
 */
#ifndef BASE_THREAD_POOL_H
#define BASE_THREAD_POOL_H

#include <stddef.h>

struct thread_pool;

/* THREADS >= 1; the caller's thread is one of them.  Never NULL. */
struct thread_pool *thread_pool_new(int threads);
void thread_pool_free(struct thread_pool *p);
int thread_pool_threads(const struct thread_pool *p);

/* Call FN(arg, piece, worker) for each piece 0..n-1, worker in
 * 0..threads-1, and return when all are done. */
typedef void thread_pool_fn(void *arg, size_t piece, int worker);
void thread_pool_run(struct thread_pool *p, size_t n, thread_pool_fn *fn,
		     void *arg);

/* How many processors this process may use. */
int thread_pool_processors(void);

#endif
