/*
 * recording_end.h - completes the record of a run that ends.
 */
#ifndef RUN_RECORDING_END_H
#define RUN_RECORDING_END_H

#include "run/recording.h"

/* Writes the sorted lists, recipe.json and end.json, in this order.  Each file
 * is durable before the next one is written.  CODE is the exit code, or -N if
 * signal N ended the tool.  ERROR is the tool's error message or NULL.  PEAK is
 * the largest amount of memory that the tool used, in bytes. */
int recording_end(struct recording *r, int code, const char *error,
		  long long peak, struct err *err);

#endif
