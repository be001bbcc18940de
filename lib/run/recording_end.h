/*
 * recording_end.h - how a run ended.
 */
#ifndef RUN_RECORDING_END_H
#define RUN_RECORDING_END_H

#include "run/recording.h"

/* Completes the record: the sorted lists, recipe.json and end.json, in this
 * order, each durable before the next.  CODE is an exit code or -SIGNAL,
 * ERROR (or NULL) what the tool said, PEAK the most memory it used in
 * bytes. */
int recording_end(struct recording *r, int code, const char *error,
		  long long peak, struct err *err);

#endif
