/*
 * otsu.h - finds the value that divides the pixels of a set of images into two
 * classes, background and foreground.
 */
#ifndef STATS_OTSU_H
#define STATS_OTSU_H

#include "stats/set_stats.h"

/* Sets *THRESHOLD to Otsu's threshold of all images of S, after set_stats_run:
 * it divides their histogram into two classes with the largest possible
 * variance between them (N.  Otsu, IEEE Trans. SMC 9, 1979, 62-66).  Pixels
 * above the threshold are foreground.  NAN: all pixels are equal.  Errors name
 * the image.
 *
 * The histogram of integers has one bin for each level or, if they span more
 * than 65,536, for each so many levels; that of other types has 65,536 bins. */
int otsu_threshold(double *threshold, const struct set_stats *s,
		   struct err *err);

/* Returns the index of the last bin of the lower class, or N if only one bin
 * has pixels.  COUNT has the pixels of N bins.  Of equal divisions the first is
 * taken. */
size_t otsu_divide(const uint64_t *count, size_t n);

#endif
