/*
 * norm.h - what normalises an image: (x - offset) * scale.
 */
#ifndef MANIFEST_NORM_H
#define MANIFEST_NORM_H

#include <stddef.h>

/* Values beyond this were not normalised: networks rarely learn from them. */
enum { NORM_MOST = 20 };

struct norm {
	double offset, scale;
};

/* Normalise N pixels in place: (x - offset) * scale, in double. */
void norm_apply(const struct norm *norm, float *px, size_t n);

/* Undo that in place: x / scale + offset, in double. */
void norm_undo(const struct norm *norm, float *px, size_t n);

#endif
