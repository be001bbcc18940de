/*
 * remove_run.h - removes a run and the objects that no other run needs.
 */
#ifndef UPKEEP_REMOVE_RUN_H
#define UPKEEP_REMOVE_RUN_H

#include <stdint.h>

#include "run/run.h"

/* Returns 0 if run R may be removed.  Otherwise this is err_data: R is running,
 * or another run has read an output of R, or R has a tag. */
int remove_run_check(const struct store *s, const struct run *r,
		     struct err *err);

/* Removes run ID with its tags, and the objects that only this run needs.
 * OBJECTS becomes the number of these objects, and BYTES their size.  If the
 * process is killed, either the whole run is still there, or nothing of the run
 * is left but perhaps some objects.  gc removes such objects. */
int remove_run(const struct store *s, const char *id, size_t *objects,
	       uint64_t *bytes, struct err *err);

#endif
