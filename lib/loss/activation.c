/*
 * activation.c - see activation.h.
 *
 * Derivatives are told from the result y: y (1 - y) of sigmoid, 1 - y^2 of
 * tanh, 1 - exp(-y) of softplus.
 */
#include "loss/activation.h"

#include <math.h>

#include "base/calc.h"

const char *const activation_names[] = { "none", "sigmoid",  "tanh",
					 "relu", "softplus", NULL };

static double sigmoid(double x)
{
	double e = calc_exp(-fabs(x));

	return (x < 0 ? e : 1) / (1 + e);
}

static double result(enum activation a, double x)
{
	switch (a) {
	case ACTIVATION_SIGMOID:
		return sigmoid(x);
	case ACTIVATION_TANH:
		return 2 * sigmoid(2 * x) - 1;
	case ACTIVATION_RELU:
		return x < 0 ? 0 : x;
	case ACTIVATION_SOFTPLUS:
		return fmax(x, 0) + calc_log(1 + calc_exp(-fabs(x)));
	default:
		return x;
	}
}

static double slope(enum activation a, double y)
{
	switch (a) {
	case ACTIVATION_SIGMOID:
		return y * (1 - y);
	case ACTIVATION_TANH:
		return 1 - y * y;
	case ACTIVATION_RELU:
		return y > 0;
	case ACTIVATION_SOFTPLUS:
		return 1 - calc_exp(-y);
	default:
		return 1;
	}
}

void activation_apply(enum activation a, float *x, size_t n)
{
	for (size_t i = 0; a != ACTIVATION_NONE && i < n; i++)
		x[i] = isnan(x[i]) ? x[i] : (float)result(a, (double)x[i]);
}

void activation_back(enum activation a, const float *y, float *dy, size_t n,
		     float share)
{
	for (size_t i = 0; a != ACTIVATION_NONE && i < n; i++)
		dy[i] = (float)((double)dy[i] * slope(a, (double)y[i]));
	for (size_t i = 0; i < n; i++)
		dy[i] *= share;
}

size_t activation_beyond(enum activation a, const float *x, size_t n)
{
	float low = a == ACTIVATION_NONE ? -INFINITY :
		    a == ACTIVATION_TANH ? -1 :
					   0;
	int ends = a == ACTIVATION_SIGMOID || a == ACTIVATION_TANH;
	size_t beyond = 0;

	for (size_t i = 0; i < n; i++)
		beyond += !isfinite(x[i]) || x[i] < low || (ends && x[i] > 1);
	return beyond;
}
