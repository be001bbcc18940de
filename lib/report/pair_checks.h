/*
 * pair_checks.h - finds what `xp-pairs --check` found about the pairs of a
 * run.
 *
 * Inside lib/report only.
 */
#ifndef REPORT_PAIR_CHECKS_H
#define REPORT_PAIR_CHECKS_H

#include "file/tsv.h"
#include "run/run.h"

/* Fills T with the findings about the manifest of run R.  They are the table
 * that the last run of `xp-pairs --check` printed on a manifest that R read.  A
 * run on a manifest from which R's manifest was made counts, too.  If there is
 * no such run, T stays empty: it has no columns. */
int pair_checks_find(struct tsv *t, const struct store *s, const struct run *r,
		     struct err *err);

#endif
