/*
 * optimiser.c - see optimiser.h.  With g the gradient and t the update's number
 * from 1, adam is
 *
 *	m = beta1 m + (1 - beta1) g
 *	v = beta2 v + (1 - beta2) g^2
 *	w -= lr / (1 - beta1^t) * m / (sqrt(v / (1 - beta2^t)) + eps)
 *
 * m, v and w are float; what is the same for all weights is in double.
 */
#include "optimise/optimiser.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/calc.h"
#include "base/mem.h"
#include "base/size.h"
#include "base/thread_pool.h"
#include "kernel/arrays.h"

#define PIECE 16384 /* how many weights one piece updates */
#define BETA1 0.9
#define BETA2 0.999
#define EPS 1e-8

const char *const optimiser_names[] = { "adam", "adamw", "sgd", NULL };

int optimiser_check(const struct optimiser_options *o, struct err *err)
{
	if (o->kind == OPTIMISER_ADAM && o->decay > 0)
		return err_usage(err, "--weight-decay needs --optimiser=adamw "
				      "or sgd");
	if (o->kind == OPTIMISER_ADAMW && !(o->decay > 0))
		return err_usage(err, "--optimiser=adamw needs a "
				      "--weight-decay, such as 0.01");
	return 0;
}

static int has_momentum(const struct optimiser_options *o)
{
	return o->kind != OPTIMISER_SGD || o->momentum > 0;
}

int optimiser_vectors(const struct optimiser_options *o)
{
	return has_momentum(o) + (o->kind != OPTIMISER_SGD);
}

static size_t pieces(const struct optimiser *a)
{
	return (a->n + PIECE - 1) / PIECE;
}

void optimiser_init(struct optimiser *a, const struct optimiser_options *o,
		    size_t n, struct thread_pool *pool)
{
	*a = (struct optimiser){ .o = *o, .n = n, .pool = pool };
	if (has_momentum(o))
		a->m = mem_floats(n);
	if (o->kind != OPTIMISER_SGD)
		a->v = mem_floats(n);
	a->square = mem_zero(pieces(a) + 1, sizeof(*a->square));
	optimiser_reset(a);
}

void optimiser_release(struct optimiser *a)
{
	free(a->m);
	free(a->v);
	free(a->square);
	*a = (struct optimiser){ 0 };
}

void optimiser_reset(struct optimiser *a)
{
	a->step = 0;
	a->lr = a->o.lr;
	if (a->m)
		memset(a->m, 0, a->n * sizeof(*a->m));
	if (a->v)
		memset(a->v, 0, a->n * sizeof(*a->v));
}

/* what all pieces of one update need */
struct optimiser_job {
	struct optimiser *a;
	float *w, rate, root, decay, scale;
	const float *grad;
	atomic_int odd; /* 1: some value of grad is not finite */
};

static size_t piece_end(const struct optimiser_job *j, size_t piece)
{
	return min((piece + 1) * PIECE, j->a->n);
}

static void check_piece(void *arg, size_t piece, int worker)
{
	struct optimiser_job *j = arg;
	size_t end = piece_end(j, piece);
	double sum = 0, square = 0;

	(void)worker;
	/* 0 * x is 0 unless x is not finite, so the sum shows whether any value
	 * is not finite. */
	for (size_t i = piece * PIECE; i < end; i++)
		sum += 0.0 * (double)j->grad[i];
	if (sum != 0)
		j->odd = 1;
	if (!j->a->o.clip)
		return;
	for (size_t i = piece * PIECE; i < end; i++)
		square += (double)j->grad[i] * j->grad[i];
	j->a->square[piece] = square;
}

static void adam_piece(void *arg, size_t piece, int worker)
{
	const struct optimiser_job *j = arg;
	struct optimiser *a = j->a;
	size_t i = piece * PIECE;
	struct arrays_adam n = {
		.scale = j->scale,
		.keep = 1 - j->decay,
		.rate = j->rate,
		.root = j->root,
		.b1 = (float)BETA1,
		.b2 = (float)BETA2,
		.c1 = (float)(1 - BETA1),
		.c2 = (float)(1 - BETA2),
		.eps = (float)EPS,
	};

	(void)worker;
	arrays_kernels()->adam(&n, j->w + i, a->m + i, a->v + i, j->grad + i,
			       piece_end(j, piece) - i);
}

static void sgd_piece(void *arg, size_t piece, int worker)
{
	const struct optimiser_job *j = arg;
	struct optimiser *a = j->a;
	float momentum = (float)a->o.momentum;
	size_t end = piece_end(j, piece);

	(void)worker;
	for (size_t i = piece * PIECE; i < end; i++) {
		float g = j->grad[i] * j->scale + j->decay * j->w[i];

		if (a->m)
			g = a->m[i] = momentum * a->m[i] + g;
		j->w[i] -= j->rate * g;
	}
}

/* Returns by what to multiply the gradient: 1, or less if it is too long.  The
 * sum of squares is made piece by piece. */
static double clip(struct optimiser *a)
{
	double sum = 0;

	if (!a->o.clip)
		return 1;
	for (size_t i = 0; i < pieces(a); i++)
		sum += a->square[i];
	a->norm = sqrt(sum);
	return fmin(1, a->o.clip / (a->norm + 1e-6));
}

int optimiser_step(struct optimiser *a, float *w, const float *grad)
{
	struct optimiser_job j = { .a = a, .w = w, .grad = grad };

	thread_pool_run(a->pool, pieces(a), check_piece, &j);
	if (j.odd)
		return -1;
	a->step++;
	j.scale = (float)clip(a);
	j.rate = (float)a->lr;
	j.decay = (float)a->o.decay;
	if (a->o.kind == OPTIMISER_SGD) {
		thread_pool_run(a->pool, pieces(a), sgd_piece, &j);
		return 0;
	}
	j.decay = (float)(a->lr * a->o.decay);
	j.rate = (float)(a->lr / (1 - calc_power(BETA1, a->step)));
	j.root = (float)sqrt(1 - calc_power(BETA2, a->step));
	thread_pool_run(a->pool, pieces(a), adam_piece, &j);
	return 0;
}

/* Returns by how much weight I moved. */
static double moved(const struct optimiser *a, double c1, double c2, double w,
		    double g, double lr, size_t i)
{
	if (a->o.kind != OPTIMISER_SGD)
		return lr * a->m[i] / c1 / (sqrt(a->v[i] / c2) + EPS) +
		       lr * a->o.decay * w;
	return lr * (a->m ? a->m[i] : g + a->o.decay * w);
}

double optimiser_moved(const struct optimiser *a, const float *w,
		       const float *grad, double lr)
{
	double c1 = 1 - calc_power(BETA1, a->step), sum = 0;
	double c2 = 1 - calc_power(BETA2, a->step);
	double scale = a->o.clip ? fmin(1, a->o.clip / (a->norm + 1e-6)) : 1;

	for (size_t i = 0; i < a->n; i++) {
		double u = moved(a, c1, c2, w[i], grad[i] * scale, lr, i);

		sum += u * u;
	}
	return sum;
}
