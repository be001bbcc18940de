/*
 * pack.h - a chain of runs as the files that it takes to run it again.
 */
#ifndef STORE_PACK_H
#define STORE_PACK_H

#include "store/chain.h"
#include "store/pieces.h"

enum pack_what {
	PACK_ALL,		/* all that an archive holds */
	PACK_TO_RUN,		/* what it takes to run the last step again:
				   nothing that this step made */
};

/* Everything but README, run.sh and the lists.  Every input is read and
 * checked: err_data names those that changed or are gone. */
int pack_chain(struct pieces *p, const struct chain *c, enum pack_what what,
	       struct err *err);

/* For pack.c: the files of record/ but those that are inputs or outputs,
 * and AT as an object in it. */
int pack_records(struct pieces *p, const struct chain *c,
		 enum pack_what what, struct err *err);
void pack_object(struct pieces *p, const char *at, const struct bytes *is);

#endif
