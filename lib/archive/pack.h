/*
 * pack.h - packs a chain of runs: collects the files needed to run it again.
 *
 * Inside lib/archive only.
 */
#ifndef ARCHIVE_PACK_H
#define ARCHIVE_PACK_H

#include "archive/provenance.h"
#include "archive/member.h"
#include "archive/pack_record.h"

/* Adds to P, and sorts, the members that WHAT asks for, except README, run.sh,
 * SHA256SUMS, SIZES and outputs.sha256.  TALK gets warnings about code that is
 * left out.  Fails with err_data, and names the files,
 * - if an input or output has changed or is missing
 * - if a file has a name that an archive must not contain
 * - if a file's name looks like a secret, with PACK_ALL and C->with_secrets
 * 0 */
int pack_chain(struct members *p, const struct provenance *c,
	       enum pack_what what, struct messages *talk, struct err *err);

#endif
