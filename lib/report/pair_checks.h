/*
 * pair_checks.h - finds what `xp-pairs --check` said about the pairs of a run.
 *
 * Inside lib/report only.
 */
#ifndef REPORT_PAIR_CHECKS_H
#define REPORT_PAIR_CHECKS_H

#include "file/tsv.h"
#include "run/run.h"

/* Fills T with the findings that the last run of `xp-pairs --check` printed
 * about the manifest of run R or about one from which that was made.  If there
 * is no such run, T stays empty, without columns.  The caller releases T. */
int pair_checks_find(struct tsv *t, const struct store *s, const struct run *r,
		     struct err *err);

#endif
