/*
 * conflict.h - which step of a chain reads or writes what in which place.
 * Inside lib/archive only.
 */
#ifndef ARCHIVE_CONFLICT_H
#define ARCHIVE_CONFLICT_H

#include "archive/provenance.h"

struct conflict {
	char *place;
	const struct digest *digest; /* belongs to the chain */
	size_t step;
	int output;
};

struct conflicts {
	struct conflict *list; /* of the steps that are run again, sorted
				   by place and step */
	size_t n;
};

void conflict_make(struct conflicts *l, const struct provenance *c);
void conflict_release(struct conflicts *l);
/* 1 when some step has other bytes than D at PLACE. */
int conflict_disputed(const struct conflicts *l, const char *place,
		      const struct digest *d);
/* 1 when a step after STEP writes PLACE too. */
int conflict_later(const struct conflicts *l, const char *place, size_t step);

#endif
