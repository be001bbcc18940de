/*
 * recording_end.h - completes the record of a run that ends.
 */
#ifndef RUN_RECORDING_END_H
#define RUN_RECORDING_END_H

#include "run/recording.h"

/* Makes objects of the outputs in the run's directory.  Then writes the sorted
 * lists, recipe.json and end.json, in this order; each is on disk before the
 * next. CODE is the exit code, or -N for signal N.  ERROR is the tool's error
 * message, or NULL.  PEAK is the most memory that the tool used, in bytes. */
int recording_end(struct recording *r, int code, const char *error,
		  long long peak, struct err *err);

#endif
