/*
 * turned.h - images whose stored numbers are changed on reading: palettes,
 * white that is 0.  Whoever looks at many says so once.
 */
#ifndef IMAGE_TURNED_H
#define IMAGE_TURNED_H

#include "base/strs.h"

struct turned {
	const char *note, *first;	/* of the first one; not owned */
	size_t n;
};

/* NOTE is that of the scan of REF; "": it was not changed. */
void turned_add(struct turned *t, const char *note, const char *ref);
/* A sentence of the images of SIDE, if there were any. */
void turned_tell(const struct turned *t, const char *side,
		 struct strs *lines);

#endif
