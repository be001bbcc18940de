/*
 * diff_unknown.h - what two runs cannot be compared by, as one of them did not
 * record it.  Inside lib/diff only.
 */
#ifndef DIFF_DIFF_UNKNOWN_H
#define DIFF_DIFF_UNKNOWN_H

#include "run/run.h"

/* Set `unknown` of TO to a list of {name, why}. */
void diff_unknown(struct json *to, const struct store *s, const struct run *a,
		  const struct run *b);

#endif
