/*
 * conflict.h - finds the places at which steps of a chain (provenance.h) read
 * or write different contents.
 *
 * Inside lib/archive only.
 */
#ifndef ARCHIVE_CONFLICT_H
#define ARCHIVE_CONFLICT_H

#include "archive/provenance.h"

struct conflict {    /* an input or output of a step */
	char *place; /* where the file is (member_path.h) */
	/* digest of its content; the chain owns it */
	const struct digest *digest;
	size_t step; /* index in the chain */
	int output;  /* 1: the step writes it; 0: reads it */
};

struct conflicts {
	/* files of all steps that run.sh runs, sorted by place, then by step */
	struct conflict *list;
	size_t n;
};

/* Fills L from the chain C, which must stay valid.  The caller releases L. */
void conflict_make(struct conflicts *l, const struct provenance *c);
void conflict_release(struct conflicts *l);

/* Returns 1 if some step reads or writes content at PLACE with another digest
 * than D. */
int conflict_disputed(const struct conflicts *l, const char *place,
		      const struct digest *d);

/* Returns 1 if a step after step number STEP also writes PLACE. */
int conflict_later(const struct conflicts *l, const char *place, size_t step);

#endif
