/*
 * calc.h - logarithms, exponentials, sines and powers whose bits are the same
 * on every machine.
 *
 * Code that computes a result calls these functions, not the C library's.  The
 * C library's results differ in the last bit between versions and between
 * processors.  For example, there is one exp for processors with fused
 * multiply-adds and another exp for processors without.
 *
 * The functions here use only additions, multiplications, divisions and square
 * roots, in the order written.  IEEE 754 defines how each of these operations
 * is rounded.  The error of calc_power is at most N units in the last place.
 * The error of every other function is at most two units in the last place.
 */
#ifndef BASE_CALC_H
#define BASE_CALC_H

#include <stdint.h>

/* Logarithms return -INFINITY for 0 and NAN for a negative X. */
double calc_log(double x);
double calc_log2(double x);  /* exact for powers of 2 */
double calc_log10(double x); /* exact for 1, 10, ... 1e22 */
double calc_exp(double x);   /* results below 2^-1022 are rounded twice */
double calc_power(double x, uint64_t n); /* x^n */

/* Return sin(2 pi x) and cos(2 pi x).  X is a number of turns, below 2^50.
 * Multiples of a quarter turn give exact results. */
double calc_sin_turns(double x);
double calc_cos_turns(double x);

#endif
