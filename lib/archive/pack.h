/*
 * pack.h - packs a chain of runs: collects the files needed to run it again.
 * Inside lib/archive only.
 */
#ifndef ARCHIVE_PACK_H
#define ARCHIVE_PACK_H

#include "archive/provenance.h"
#include "archive/member.h"
#include "archive/pack_record.h"

/* Add to P all members but README, run.sh and the lists of members.  Every
 * input is read and checked; err_data names those that have changed or are
 * missing, or, in an archive, that look like secrets unless C->with_secrets is
 * set.  TALK gets warnings about code that was left out. */
int pack_chain(struct members *p, const struct provenance *c,
	       enum pack_what what, struct messages *talk, struct err *err);

#endif
