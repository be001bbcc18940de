/*
 * pack_record.h - the records of a chain of runs, packed.
 * Inside lib/archive only.
 */
#ifndef ARCHIVE_PACK_RECORD_H
#define ARCHIVE_PACK_RECORD_H

#include "archive/member.h"
#include "archive/provenance.h"

enum pack_what {
	PACK_ALL,    /* all that an archive holds */
	PACK_TO_RUN, /* what it takes to run the last step again:
				   nothing that this step made */
};

/* Add the files of record/ to P, except those that are inputs or outputs. */
int pack_record_all(struct members *p, const struct provenance *c,
		    enum pack_what what, struct err *err);
/* Add the file AT, with the content BLOB, to P as an object of record/. */
void pack_record_object(struct members *p, const char *at,
			const struct blob *blob);

#endif
