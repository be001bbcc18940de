/*
 * cholesky.h - solves the normal equations of least squares.
 *
 * A matrix is N x N, row by row, symmetric; only its lower half is used.
 */
#ifndef METRIC_CHOLESKY_H
#define METRIC_CHOLESKY_H

#include <stddef.h>

/* Replaces A by L, where A = L L'.  A row of L becomes 0 on its diagonal if it
 * depends on the rows above it. */
void cholesky_factor(double *a, size_t n);

/* Replaces B by w, where L L' w = B.  Of rows that depend on others, w is 0. */
void cholesky_solve(const double *l, size_t n, double *b);

#endif
