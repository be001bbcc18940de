/*
 * norm.h - normalises pixels with an offset and a scale.
 */
#ifndef MANIFEST_NORM_H
#define MANIFEST_NORM_H

#include <stddef.h>

/* The largest normalised value that is plausible.  A larger value is a sign of
 * a mistake, and networks rarely learn from such values. */
enum { NORM_MOST = 20 };

struct norm {
	double offset, scale;
};

/* Normalises N pixels in place: (x - offset) * scale, computed in double. */
void norm_apply(const struct norm *norm, float *px, size_t n);

/* Undoes norm_apply, in place: x / scale + offset, computed in double. */
void norm_undo(const struct norm *norm, float *px, size_t n);

#endif
