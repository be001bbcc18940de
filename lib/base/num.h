/*
 * num.h - converts numbers to text and back, in the C locale.
 *
 * A text is a number only as a whole: "3 " and "3px" are not numbers.
 */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include <stdint.h>

/* Each sets *X and returns 0.  If TEXT is no such number, each returns -1, and
 * *X is undefined. */
int num_real(double *x, const char *text); /* decimal, "nan" or "inf" */
int num_int(int64_t *x, const char *text);

/* Reads a number of bytes, such as "512" or "4M", as num_int does.  The letter
 * K, M, G or T multiplies the number by 1024, 1024^2, 1024^3 or 1024^4. */
int num_bytes(uint64_t *x, const char *text);

/* Reads a time above 0, such as "8h", "1h30m" or "90s", as seconds, as num_int
 * does.  The letter d means days. */
int num_seconds(double *x, const char *text);

#define NUM_MAX 32
/* Writes X with nine significant digits (%.9g).  Returns TO. */
char *num_text(char to[NUM_MAX], double x);

/* Returns how many significant digits (6 to 17) are needed to tell values from
 * LOW to HIGH apart. */
int num_digits(double low, double high);

/* Writes X with the fewest digits that read back as the same double.  Numbers
 * from 1 to below 10^16 have no exponent.  Returns TO. */
char *num_exact(char to[NUM_MAX], double x);

#endif
