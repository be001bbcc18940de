/*
 * remove_run.h - removes a run and the objects that no other run needs.
 */
#ifndef UPKEEP_REMOVE_RUN_H
#define UPKEEP_REMOVE_RUN_H

#include <stdint.h>

#include "run/run.h"

/* Fails with err_data if run R must stay: it is running, it has a tag, or
 * another run has read its outputs. */
int remove_run_check(const struct store *s, const struct run *r,
		     struct err *err);

/* Removes run ID with its tags, and the objects that only this run needs.  The
 * objects stay, for gc, if the record of another run is damaged.  *OBJECTS
 * becomes the number of objects removed, and *BYTES their size.  A killed
 * process leaves the whole run, or only objects, which gc removes. */
int remove_run(const struct store *s, const char *id, size_t *objects,
	       uint64_t *bytes, struct err *err);

#endif
