/*
 * otsu.h - finds the value that divides the pixels of a set of images into two
 * classes, background and foreground.
 */
#ifndef STATS_OTSU_H
#define STATS_OTSU_H

#include "stats/set_stats.h"

/* Sets *THRESHOLD to Otsu's threshold of all pixels of the images of S, on
 * which set_stats_run has run: of all ways to divide a histogram in two, the
 * one with the largest variance between the classes (N. Otsu, IEEE Trans. SMC
 * 9, 1979, 62-66).  Pixels above *THRESHOLD are foreground.  The histogram has
 * one bin a level for integers of up to 16 bits, otherwise 65,536 bins over
 * the range.  If all pixels are equal, *THRESHOLD is NAN.  Errors name the
 * image. */
int otsu_threshold(double *threshold, const struct set_stats *s,
		   struct err *err);

/* Returns the number of the last bin of the lower class among the N bins with
 * COUNT pixels each, or N if only one bin has any.  Of equally good divisions
 * the first is taken. */
size_t otsu_divide(const uint64_t *count, size_t n);

#endif
