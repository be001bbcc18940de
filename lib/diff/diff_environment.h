/*
 * diff_environment.h - on what machine, with which libraries and packages
 * two runs ran.
 */
#ifndef DIFF_DIFF_ENVIRONMENT_H
#define DIFF_DIFF_ENVIRONMENT_H

#include "run/run.h"

/* The record of R's environment, or NULL; free with json_free. */
struct json *diff_environment_read(const struct store *s, const struct run *r);
/* What two such records, which may be NULL, do not have in common: a list of
 * {name, a, b}. */
struct json *diff_environment_list(const struct json *a, const struct json *b);
/* Set `environment` and `packages` of TO where A and B differ. */
void diff_environment(struct json *to, const struct store *s,
		      const struct run *a, const struct run *b);

#endif
