/*
 * pool.h - threads that share out numbered pieces of work.
 *
 * Which thread does which piece is left open; a caller's result must not
 * depend on it: each piece writes only what is its own, and sums are made
 * afterwards in the order of the pieces.
 */
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include <stddef.h>

struct pool;

/* THREADS >= 1; the caller's thread is one of them.  Never NULL. */
struct pool *pool_new(int threads);
void pool_free(struct pool *p);
int pool_threads(const struct pool *p);

/* Call FN(arg, piece, worker) for each piece 0..n-1, worker in
 * 0..threads-1, and return when all are done. */
typedef void pool_fn(void *arg, size_t piece, int worker);
void pool_run(struct pool *p, size_t n, pool_fn *fn, void *arg);

/* How many processors this process may use. */
int pool_processors(void);

#endif
