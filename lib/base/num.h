/*
 * num.h - converts numbers to text and back, in the C locale.
 *
 * The whole text must be the number: "3 " and "3px" are not numbers.
 */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include <stdint.h>

/* Each returns 0, or -1 if TEXT is empty or contains anything but one number,
 * even a blank. */
int num_real(double *x, const char *text); /* decimal, "nan" or "inf" */
int num_int(int64_t *x, const char *text);

/* Reads a number of bytes, 0 or more.  A letter after the number multiplies the
 * number: K by 1024, M by 1024^2, G by 1024^3, T by 1024^4. */
int num_bytes(uint64_t *x, const char *text);

#define NUM_MAX 32
/* Returns TO with X in the form of `%.9g`, the form used in table cells. */
char *num_text(char to[NUM_MAX], double x);

/* Returns how many significant digits to print, never fewer than six, so that
 * values in the range from LOW to HIGH differ visibly. */
int num_digits(double low, double high);

/* Returns TO with the shortest text that reads back as the same double. */
char *num_exact(char to[NUM_MAX], double x);

#endif
