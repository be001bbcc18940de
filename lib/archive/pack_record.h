/*
 * pack_record.h - packs the records of a chain of runs.
 *
 * Inside lib/archive only.
 */
#ifndef ARCHIVE_PACK_RECORD_H
#define ARCHIVE_PACK_RECORD_H

#include "archive/member.h"
#include "archive/provenance.h"

enum pack_what {
	PACK_ALL, /* all that an archive has */
	/* what the last step needs to run again, without what it made */
	PACK_TO_RUN,
};

/* Adds the members in record/ to P, except the objects that pack_chain adds. */
int pack_record_all(struct members *p, const struct provenance *c,
		    enum pack_what what, struct err *err);

/* Adds an object to record/, whose content is the file AT, which BLOB
 * describes. */
void pack_record_object(struct members *p, const char *at,
			const struct blob *blob);

#endif
