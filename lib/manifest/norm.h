/*
 * norm.h - normalises pixels with an offset and a scale.
 */
#ifndef MANIFEST_NORM_H
#define MANIFEST_NORM_H

#include <stddef.h>

/* Larger normalised values are a sign of a mistake. */
enum { NORM_MOST = 20 };

struct norm {
	double offset, scale;
};

/* Sets each of N pixels x to (x - offset) * scale, computed in double. */
void norm_apply(const struct norm *norm, float *px, size_t n);

/* Sets each of N pixels x to x / scale + offset, computed in double. */
void norm_undo(const struct norm *norm, float *px, size_t n);

#endif
