/*
 * copy_record.h - copies the record of one run from store FROM to store TO.
 *
 * Inside lib/upkeep only.  The caller has copied the run's objects to TO and
 * holds the locks of both stores.  A killed copy leaves a run without end.json,
 * which copy_record_update completes.
 */
#ifndef UPKEEP_COPY_RECORD_H
#define UPKEEP_COPY_RECORD_H

#include "run/run.h"

/* Copies the record of R, a run that TO lacks.  Returns 1, or 0 if another
 * process has copied it meanwhile, or -1. */
int copy_record_new(const struct run *r, const struct store *from,
		    const struct store *to, struct err *err);

/* Makes the record of R in TO equal to that in FROM, which went further
 * (further.h).  The notes in TO stay.  Returns 1, or 0 if another process has
 * done that meanwhile, or -1.  Fails with err_data if the run is running in
 * TO. */
int copy_record_update(const struct run *r, const struct store *from,
		       const struct store *to, struct err *err);

#endif
