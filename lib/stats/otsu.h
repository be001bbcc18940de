/*
 * otsu.h - finds the value that divides the pixels of a set of images into two
 * classes, background and foreground.
 */
#ifndef STATS_OTSU_H
#define STATS_OTSU_H

#include "stats/set_stats.h"

/* Sets *THRESHOLD to Otsu's threshold of all pixels of the images of S.  Call
 * set_stats_run on S before.  Otsu's threshold divides a histogram into two
 * classes with the largest possible variance between the classes (N. Otsu, IEEE
 * Trans. SMC 9, 1979, 62-66).  Pixels above *THRESHOLD are foreground.  For
 * integers of up to 16 bits, the histogram has one bin for each level.  For
 * other types it has 65,536 bins over the range.  If all pixels are equal,
 * *THRESHOLD is NAN.  Errors name the image. */
int otsu_threshold(double *threshold, const struct set_stats *s,
		   struct err *err);

/* Returns the index of the last bin of the lower class, or N if only one bin
 * has pixels.  COUNT has the number of pixels in each of N bins.  Of equally
 * good divisions the first is taken. */
size_t otsu_divide(const uint64_t *count, size_t n);

#endif
