/*
 * pack.h - packs a chain of runs: collects the files that are needed to run
 * the chain again.
 *
 * Inside lib/archive only.
 */
#ifndef ARCHIVE_PACK_H
#define ARCHIVE_PACK_H

#include "archive/provenance.h"
#include "archive/member.h"
#include "archive/pack_record.h"

/* Adds to P all members except README, run.sh, SHA256SUMS, SIZES and
 * outputs.sha256.  Each packed input and output is read and compared with its
 * digest. err_data names the files that have changed or are missing, and a file
 * whose name an archive may not contain.  With PACK_ALL, err_data also names
 * the files that look like secrets, unless C->with_secrets is set.  TALK gets
 * warnings about code that was left out. */
int pack_chain(struct members *p, const struct provenance *c,
	       enum pack_what what, struct messages *talk, struct err *err);

#endif
