/*
 * diff_unknown.h - finds what cannot be compared because one of two runs did
 * not record it.
 * Inside lib/diff only.
 */
#ifndef DIFF_DIFF_UNKNOWN_H
#define DIFF_DIFF_UNKNOWN_H

#include "run/run.h"

/* Set `unknown` of TO to a list of {name, why}: what was not recorded, and the
 * reason. */
void diff_unknown(struct json *to, const struct store *s, const struct run *a,
		  const struct run *b);

#endif
