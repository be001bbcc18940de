/*
 * num.h - numbers as text, strictly: the whole text or nothing, C locale.
 */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include <stdint.h>

/* 0, or -1 when TEXT is not wholly one number (no blanks, not empty). */
int num_real(double *x, const char *text); /* decimal; "nan", "inf" */
int num_int(int64_t *x, const char *text);
/* Bytes: a number, not below 0, that K, M, G or T may follow (a kilobyte
 * is 1024 bytes). */
int num_bytes(uint64_t *x, const char *text);

#define NUM_MAX 32
/* `%.9g`: what table cells hold.  Returns TO. */
char *num_text(char to[NUM_MAX], double x);
/* How many digits it takes to tell LOW from HIGH and values between them, at
 * least six. */
int num_digits(double low, double high);
/* The shortest text that reads back as the same double.  Returns TO. */
char *num_exact(char to[NUM_MAX], double x);

#endif
