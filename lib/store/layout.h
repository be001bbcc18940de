/*
 * layout.h - which step of a chain reads or writes what in which place.
 */
#ifndef STORE_LAYOUT_H
#define STORE_LAYOUT_H

#include "store/chain.h"

struct laid {
	char *place;
	const struct digest *digest;	/* belongs to the chain */
	size_t step;
	int output;
};

struct layout {
	struct laid *at;	/* of the steps that are run again, sorted
				   by place and step */
	size_t n;
};

void layout_make(struct layout *l, const struct chain *c);
void layout_release(struct layout *l);
/* 1 when some step has other bytes than D at PLACE. */
int layout_disputed(const struct layout *l, const char *place,
		    const struct digest *d);
/* 1 when a step after STEP writes PLACE too. */
int layout_later(const struct layout *l, const char *place, size_t step);

#endif
