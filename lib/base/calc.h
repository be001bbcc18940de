/*
 * calc.h - logarithms, exponentials, sines and powers whose bits are the same
 * on every machine.
 *
 * The C library's differ in the last bit from version to version, and with
 * what the processor can do: it has one exp for processors with fused
 * multiply-adds and another for those without.  These use additions,
 * multiplications, divisions and roots only, which IEEE 754 rounds in one way,
 * in the order written, so they are within two units in the last place
 * (calc_power: N).  All that can reach a result uses them.
 */
#ifndef BASE_CALC_H
#define BASE_CALC_H

#include <stdint.h>

/* Of 0 -INFINITY, of less NAN. */
double calc_log(double x);
double calc_log2(double x);		 /* exact for powers of 2 */
double calc_log10(double x);		 /* exact for 1, 10, ... 1e22 */
double calc_exp(double x);		 /* below 2^-1022 rounded once more */
double calc_power(double x, uint64_t n); /* x^n */
/* sin(2 pi x) and cos(2 pi x): X is in turns, below 2^50; exact at quarters
 * of a turn. */
double calc_sin_turns(double x);
double calc_cos_turns(double x);

#endif
