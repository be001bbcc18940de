/*
 * conflict.h - finds places at which steps of a chain (provenance.h) have
 * different contents.
 *
 * Inside lib/archive only.
 */
#ifndef ARCHIVE_CONFLICT_H
#define ARCHIVE_CONFLICT_H

#include "archive/provenance.h"

struct conflict {    /* one input or output of one step */
	char *place; /* place of the file (member_path.h) */
	/* digest of the content; belongs to the chain */
	const struct digest *digest;
	size_t step; /* index of the step in the chain */
	int output;  /* 1: the step writes it; 0: the step reads it */
};

struct conflicts {
	/* inputs and outputs of all steps that run.sh runs again, sorted by
	 * place, then by step */
	struct conflict *list;
	size_t n;
};

/* Fill L with the inputs and outputs of C.  C must stay valid while L is
 * used. */
void conflict_make(struct conflicts *l, const struct provenance *c);
void conflict_release(struct conflicts *l);

/* Returns 1 when some step reads or writes a content at PLACE whose digest is
 * not D. */
int conflict_disputed(const struct conflicts *l, const char *place,
		      const struct digest *d);

/* Returns 1 when a step after STEP also writes PLACE. */
int conflict_later(const struct conflicts *l, const char *place, size_t step);

#endif
