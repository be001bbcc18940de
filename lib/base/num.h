/*
 * num.h - converts numbers to text and back, in the C locale.
 *
 * A text is a number only as a whole: "3 " and "3px" are not numbers.
 */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include <stdint.h>

/* Each sets *X and returns 0, or returns -1 if TEXT is not a number. */
int num_real(double *x, const char *text); /* decimal, "nan" or "inf" */
int num_int(int64_t *x, const char *text);

/* Reads a number of bytes, such as "512" or "4M".  The letter K, M, G or T
 * after the number multiplies it by 1024, 1024^2, 1024^3 or 1024^4.  Returns as
 * the functions above do. */
int num_bytes(uint64_t *x, const char *text);

/* Reads a time above 0, such as "8h", "1h30m" or "90s", as seconds; "d" is a
 * day.  Returns as the functions above do. */
int num_seconds(double *x, const char *text);

#define NUM_MAX 32
/* Writes X with nine digits (%.9g), as in cells of tables.  Returns TO. */
char *num_text(char to[NUM_MAX], double x);

/* Returns how many significant digits to print, so that values from LOW to HIGH
 * can be told apart.  At least six. */
int num_digits(double low, double high);

/* Writes the shortest text that reads back as the same double.  Returns TO. */
char *num_exact(char to[NUM_MAX], double x);

#endif
