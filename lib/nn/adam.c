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
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void adam_init(struct adam *a, size_t n, double lr)
{
	*a = (struct adam){
		.lr = lr, .beta1 = 0.9, .beta2 = 0.999, .eps = 1e-8,
		.n = n, .m = mem_floats(n), .v = mem_floats(n),
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

void adam_step(struct adam *a, float *w, const float *grad)
{
	double t = (double)++a->step;
	float b1 = (float)a->beta1, c1 = (float)(1 - a->beta1);
	float b2 = (float)a->beta2, c2 = (float)(1 - a->beta2);
	float rate = (float)(a->lr / (1 - pow(a->beta1, t)));
	float root = (float)sqrt(1 - pow(a->beta2, t));
	float eps = (float)a->eps;

	for (size_t i = 0; i < a->n; i++) {
		float g = grad[i];
		float m = a->m[i] = b1 * a->m[i] + c1 * g;
		float v = a->v[i] = b2 * a->v[i] + c2 * g * g;

		w[i] -= rate * m / (sqrtf(v) / root + eps);
	}
}
