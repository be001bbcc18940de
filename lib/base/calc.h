/*
 * calc.h - logarithms, exponentials, sines and powers that give the same bits
 * on every machine.
 *
 * Code that computes a result calls these functions, not those of the C
 * library: the C library's results differ in the last bit from version to
 * version and from processor to processor.
 *
 * The functions use only additions, multiplications, divisions and square
 * roots, in the order written.  IEEE 754 says how each of these is rounded.
 * The error is at most two units in the last place.  (For calc_power, it is at
 * most N units.)
 */
#ifndef BASE_CALC_H
#define BASE_CALC_H

#include <stdint.h>

/* Logarithms of X.  They are -INFINITY if X is 0, and NAN if X is negative. */
double calc_log(double x);
double calc_log2(double x);  /* exact for powers of 2 */
double calc_log10(double x); /* exact for 1, 10, ... 1e22 */

double calc_exp(double x); /* results below 2^-1022 are rounded twice */
double calc_power(double x, uint64_t n); /* x^n */

/* Sine and cosine of X turns: sin(2 pi x) and cos(2 pi x).  X is below 2^50.
 * Multiples of a quarter turn are exact. */
double calc_sin_turns(double x);
double calc_cos_turns(double x);

#endif
