/*
 * diff_environment.h - compares the machines, libraries and packages that two
 * runs used.
 */
#ifndef DIFF_DIFF_ENVIRONMENT_H
#define DIFF_DIFF_ENVIRONMENT_H

#include "run/run.h"

/* Returns the record of R's environment, or NULL if S does not have it; free
 * with json_free. */
struct json *diff_environment_read(const struct store *s, const struct run *r);
/* Returns the differences between two such records, each of which may be NULL,
 * as a list of {name, a, b}; free with json_free. */
struct json *diff_environment_list(const struct json *a, const struct json *b);
/* Set `environment` and `packages` of TO to the differences between A and B;
 * without differences they are not set. */
void diff_environment(struct json *to, const struct store *s,
		      const struct run *a, const struct run *b);

#endif
