/*
 * conflict.h - finds files of which steps of a chain (provenance.h) have
 * different contents.
 *
 * Inside lib/archive only.
 */
#ifndef ARCHIVE_CONFLICT_H
#define ARCHIVE_CONFLICT_H

#include "archive/provenance.h"

struct conflict {    /* an input or output of a step */
	char *place; /* place of the file (member_path.h) */
	/* its digest; the chain owns it */
	const struct digest *digest;
	size_t step; /* index of the step */
	int output;  /* 1: the step writes it; 0: reads it */
};

struct conflicts {
	/* those of all steps that run.sh runs, sorted by place, then by step */
	struct conflict *list;
	size_t n;
};

/* Fills L with inputs and outputs of C, which must stay valid.  The caller
 * releases L. */
void conflict_make(struct conflicts *l, const struct provenance *c);
void conflict_release(struct conflicts *l);

/* Returns 1 if a step reads or writes PLACE with a digest other than D. */
int conflict_disputed(const struct conflicts *l, const char *place,
		      const struct digest *d);

/* Returns 1 if a step after STEP also writes PLACE. */
int conflict_later(const struct conflicts *l, const char *place, size_t step);

#endif
