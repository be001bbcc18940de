/*
 * pack.h - packs a chain of runs: collects the files that are needed to run it
 * again.
 *
 * Inside lib/archive only.
 */
#ifndef ARCHIVE_PACK_H
#define ARCHIVE_PACK_H

#include "archive/provenance.h"
#include "archive/member.h"
#include "archive/pack_record.h"

/* Adds all members to P but README, run.sh, SHA256SUMS, SIZES and
 * outputs.sha256.  Reads each input and output and compares its digest.  Fails
 * with err_data if a file has changed, is missing or has a name that archives
 * refuse or, with PACK_ALL and without C->with_secrets, looks like a secret;
 * the message names the files.  TALK gets warnings of code left out. */
int pack_chain(struct members *p, const struct provenance *c,
	       enum pack_what what, struct messages *talk, struct err *err);

#endif
