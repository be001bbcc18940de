/*
 * recording_end.h - what a record says of files, and how its run ended.
 */
#ifndef RUN_RECORDING_END_H
#define RUN_RECORDING_END_H

#include "base/watch.h"
#include "run/recording.h"

/* A file_watch_fn body. */
int recording_end_note(struct recording *r, const struct file_note *note,
		       struct err *err);
/* How it ended: CODE is an exit code or -SIGNAL; ERROR (or NULL) what was
 * said; PEAK bytes of memory at most.  Lists, recipe, end, in this order. */
int recording_end(struct recording *r, int code, const char *error,
		  long long peak, struct err *err);

#endif
