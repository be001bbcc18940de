/*
 * histogram.h - counts values in TensorBoard's classes.
 *
 * The limits grow by a tenth from 1e-12 to 1e20, on both sides of 0
 * (InitDefaultBuckets in tensorflow/core/lib/histogram/histogram.cc).  A class
 * holds the values from the limit of the class before it to below its own
 * limit.
 *
 * Inside lib/export only.
 */
#ifndef EXPORT_HISTOGRAM_H
#define EXPORT_HISTOGRAM_H

#include <stddef.h>
#include <stdint.h>

enum { HISTOGRAM_CLASSES = 1551 };

struct histogram {
	double min, max, sum, squares; /* of the values */
	uint64_t n;
	uint64_t count[HISTOGRAM_CLASSES];
};

/* Fills H with those of the N values X that are finite. */
void histogram_make(struct histogram *h, const float *x, size_t n);

/* Returns the upper limit of class I, counted from 0. */
double histogram_limit(size_t i);

#endif
