/*
 * remove_run.h - removes a run and the objects that no other run needs.
 */
#ifndef UPKEEP_REMOVE_RUN_H
#define UPKEEP_REMOVE_RUN_H

#include <stdint.h>

#include "run/run.h"

/* Returns 0 when run R may be removed.  Otherwise err_data: it is running, or
 * another run has read what it made, or a tag names it. */
int remove_run_check(const struct store *s, const struct run *r,
		     struct err *err);
/* Removes run ID with its tags, and the objects that only it needs.  OBJECTS
 * and BYTES become how many these were and what they took.  A kill leaves the
 * whole run, or none of it and perhaps objects, which gc removes. */
int remove_run(const struct store *s, const char *id, size_t *objects,
	       uint64_t *bytes, struct err *err);

#endif
