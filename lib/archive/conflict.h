/*
 * conflict.h - finds steps of a chain that use different contents for the same
 * place.
 * Inside lib/archive only.
 */
#ifndef ARCHIVE_CONFLICT_H
#define ARCHIVE_CONFLICT_H

#include "archive/provenance.h"

struct conflict { /* an input or output of a step */
	char *place;
	const struct digest *digest; /* belongs to the chain */
	size_t step;
	int output; /* 0: the step reads it, 1: the step writes it */
};

struct conflicts {
	struct conflict *list; /* all inputs and outputs of the steps that are
				   run again, sorted by place and step */
	size_t n;
};

/* Fill L from C, which must stay valid. */
void conflict_make(struct conflicts *l, const struct provenance *c);
void conflict_release(struct conflicts *l);
/* Returns 1 when some step reads or writes other bytes than D at PLACE. */
int conflict_disputed(const struct conflicts *l, const char *place,
		      const struct digest *d);
/* Returns 1 when a step after STEP also writes PLACE. */
int conflict_later(const struct conflicts *l, const char *place, size_t step);

#endif
