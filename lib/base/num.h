/*
 * num.h - converts numbers to text and back, in the C locale.
 *
 * A text counts as a number only if all of it is one.
 */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include <stdint.h>

/* Each returns 0, or -1 if TEXT is empty or contains anything but one number;
 * even a blank is too much. */
int num_real(double *x, const char *text); /* decimal; "nan", "inf" */
int num_int(int64_t *x, const char *text);
/* Reads a number of bytes, which must not be negative.  A K, M, G or T after it
 * multiplies it by 1024 once, twice, three or four times. */
int num_bytes(uint64_t *x, const char *text);

#define NUM_MAX 32
/* Writes X as `%.9g` does, the form used in table cells.  Returns TO. */
char *num_text(char to[NUM_MAX], double x);
/* Returns the number of digits (at least six) with which LOW, HIGH and values
 * between them can be told apart. */
int num_digits(double low, double high);
/* Writes the shortest text that reads back as the same double.  Returns TO. */
char *num_exact(char to[NUM_MAX], double x);

#endif
