/*
 * pair_checks.h - what `xp-pairs --check` found about the pairs of a run.
 *
 * Inside lib/report only.
 */
#ifndef REPORT_PAIR_CHECKS_H
#define REPORT_PAIR_CHECKS_H

#include "file/tsv.h"
#include "run/run.h"

/* Fill T with the table that the last `xp-pairs --check` printed on a manifest
 * that R read, or on one that it was made from; it stays empty (no columns) if
 * there is no such run. */
int pair_checks_find(struct tsv *t, const struct store *s, const struct run *r,
		     struct err *err);

#endif
