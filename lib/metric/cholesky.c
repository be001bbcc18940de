/*
 * cholesky.c - see cholesky.h.
 */
#include "metric/cholesky.h"

#include <math.h>

void cholesky_factor(double *a, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j <= i; j++) {
			double sum = a[i * n + j], root = a[j * n + j];

			for (size_t k = 0; k < j; k++)
				sum -= a[i * n + k] * a[j * n + k];
			if (i == j)
				a[i * n + i] = sqrt(sum > 0 ? sum : 0);
			else
				a[i * n + j] = root > 0 ? sum / root : 0;
		}
}

void cholesky_solve(const double *l, size_t n, double *b)
{
	for (size_t i = 0; i < n; i++) {
		double root = l[i * n + i];

		for (size_t k = 0; k < i; k++)
			b[i] -= l[i * n + k] * b[k];
		b[i] = root > 0 ? b[i] / root : 0;
	}
	for (size_t i = n; i--;) {
		double root = l[i * n + i];

		for (size_t k = i + 1; k < n; k++)
			b[i] -= l[k * n + i] * b[k];
		b[i] = root > 0 ? b[i] / root : 0;
	}
}
