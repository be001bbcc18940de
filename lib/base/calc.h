/*
 * calc.h - logarithms, exponentials, sines and powers that give the same bits
 * on every machine.
 *
 * Code that computes a result calls these functions: those of the C library
 * differ in the last bit between versions and processors.
 *
 * The functions only add, multiply and divide, in the order written, as IEEE
 * 754 says.  The error is at most two units in the last place, that of
 * calc_power at most N units.
 */
#ifndef BASE_CALC_H
#define BASE_CALC_H

#include <stdint.h>

/* Return a logarithm of X: -INFINITY if X is 0, NAN if X is negative. */
double calc_log(double x);
double calc_log2(double x);  /* exact for powers of 2 */
double calc_log10(double x); /* exact for 1, 10, ... 1e22 */

double calc_exp(double x); /* results below 2^-1022 are rounded twice */
double calc_power(double x, uint64_t n); /* x^n */

/* Return sin(2 pi x) and cos(2 pi x).  |X| is below 2^50.  Results for
 * multiples of a quarter turn are exact. */
double calc_sin_turns(double x);
double calc_cos_turns(double x);

#endif
