/*
 * converted.h - images whose stored numbers are changed on reading: palettes,
 * white that is 0.  Whoever looks at many says so once.
 */
#ifndef IMAGE_CONVERTED_H
#define IMAGE_CONVERTED_H

#include "base/strs.h"

struct converted {
	const char *note, *first; /* of the first one; not owned */
	size_t n;
};

/* NOTE is that of the scan of REF; "": it was not changed. */
void converted_add(struct converted *t, const char *note, const char *ref);
/* A sentence of the images of SIDE, if there were any. */
void converted_tell(const struct converted *t, const char *side,
		    struct strs *lines);

#endif
