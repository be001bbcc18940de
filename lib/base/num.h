/*
 * num.h - converts between numbers and text, in the C locale.  A text counts
 * as a number only if all of it is one.
 */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include <stdint.h>

/* Each returns 0, or -1 when TEXT is empty or holds anything beside one number
 * (even a blank). */
int num_real(double *x, const char *text); /* decimal; "nan", "inf" */
int num_int(int64_t *x, const char *text);
/* A number of bytes: not negative, optionally followed by K, M, G or T (K is
 * 1024 bytes). */
int num_bytes(uint64_t *x, const char *text);

#define NUM_MAX 32
/* Write X as `%.9g`, the form used in table cells.  Returns TO. */
char *num_text(char to[NUM_MAX], double x);
/* Returns how many digits (at least six) to print so that LOW, HIGH and values
 * between them do not look the same. */
int num_digits(double low, double high);
/* Write the shortest text that reads back as the same double.  Returns TO. */
char *num_exact(char to[NUM_MAX], double x);

#endif
