/*
 * copy_record.h - copies the record of one run from one store to another.
 *
 * Inside lib/upkeep only.  Its objects are in TO already, and the caller holds
 * the locks of both stores.  A copy that was killed leaves a run without
 * end.json, which copy_record_update completes.
 */
#ifndef UPKEEP_COPY_RECORD_H
#define UPKEEP_COPY_RECORD_H

#include "run/run.h"

/* Copies the record of R, a run of FROM that TO has not.  Returns 1, or 0 if
 * somebody else has copied it meanwhile, or -1. */
int copy_record_new(const struct run *r, const struct store *from,
		    const struct store *to, struct err *err);

/* Makes the record in TO, which has less of R (further.h), that of FROM.  Its
 * notes stay.  Returns 1, or 0 if somebody else has done that meanwhile, or -1.
 * Fails with err_data if the run is running in TO. */
int copy_record_update(const struct run *r, const struct store *from,
		       const struct store *to, struct err *err);

#endif
