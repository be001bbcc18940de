/*
 * pack.h - a chain of runs as the files that it takes to run it again.
 * Inside lib/archive only.
 */
#ifndef ARCHIVE_PACK_H
#define ARCHIVE_PACK_H

#include "archive/provenance.h"
#include "archive/member.h"
#include "archive/pack_record.h"

/* Everything but README, run.sh and the lists.  Every input is read and
 * checked: err_data names those that changed or are gone. */
int pack_chain(struct members *p, const struct provenance *c,
	       enum pack_what what, struct err *err);

#endif
