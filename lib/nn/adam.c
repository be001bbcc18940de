/*
 * adam.c - with g the gradient and t the update's number from 1:
 *
 *	m = beta1 m + (1 - beta1) g
 *	v = beta2 v + (1 - beta2) g^2
 *	w -= lr / (1 - beta1^t) * m / (sqrt(v / (1 - beta2^t)) + eps)
 *
 * m, v and w are float; what is the same for all weights is in double.
 */
#include "nn/adam.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/calc.h"
#include "base/mem.h"
#include "base/thread_pool.h"
#include "base/size.h"
#include "base/thread_pool.h"

#define PIECE 16384 /* how many weights one piece updates */

void adam_init(struct adam *a, size_t n, double lr, struct thread_pool *pool)
{
	*a = (struct adam){
		.lr = lr,
		.beta1 = 0.9,
		.beta2 = 0.999,
		.eps = 1e-8,
		.n = n,
		.m = mem_floats(n),
		.v = mem_floats(n),
		.pool = pool,
	};
	memset(a->m, 0, n * sizeof(*a->m));
	memset(a->v, 0, n * sizeof(*a->v));
}

void adam_release(struct adam *a)
{
	free(a->m);
	free(a->v);
	*a = (struct adam){ 0 };
}

/* what all pieces of one adam_step need */
struct adam_job {
	struct adam *a;
	float *w, rate, root;
	const float *grad;
	atomic_int odd; /* 1: some value of grad is not finite */
};

static size_t piece_end(const struct adam_job *j, size_t piece)
{
	return min((piece + 1) * PIECE, j->a->n);
}

static void check_piece(void *arg, size_t piece, int worker)
{
	struct adam_job *j = arg;
	size_t end = piece_end(j, piece);
	double sum = 0;

	(void)worker;
	/* 0 * x is 0 unless x is not finite, so the sum shows whether any value
	 * is not finite. */
	for (size_t i = piece * PIECE; i < end; i++)
		sum += 0.0 * (double)j->grad[i];
	if (sum != 0)
		j->odd = 1;
}

static void update_piece(void *arg, size_t piece, int worker)
{
	const struct adam_job *j = arg;
	struct adam *a = j->a;
	float b1 = (float)a->beta1, c1 = (float)(1 - a->beta1);
	float b2 = (float)a->beta2, c2 = (float)(1 - a->beta2);
	float eps = (float)a->eps;
	size_t end = piece_end(j, piece);

	(void)worker;
	for (size_t i = piece * PIECE; i < end; i++) {
		float g = j->grad[i];
		float m = a->m[i] = b1 * a->m[i] + c1 * g;
		float v = a->v[i] = b2 * a->v[i] + c2 * g * g;

		j->w[i] -= j->rate * m / (sqrtf(v) / j->root + eps);
	}
}

int adam_step(struct adam *a, float *w, const float *grad)
{
	struct adam_job j = { .a = a, .w = w, .grad = grad };
	size_t pieces = (a->n + PIECE - 1) / PIECE;

	thread_pool_run(a->pool, pieces, check_piece, &j);
	if (j.odd)
		return -1;
	a->step++;
	j.rate = (float)(a->lr / (1 - calc_power(a->beta1, a->step)));
	j.root = (float)sqrt(1 - calc_power(a->beta2, a->step));
	thread_pool_run(a->pool, pieces, update_piece, &j);
	return 0;
}
