/*
 * diff_environment.h - the machine, libraries and packages that a run used, as
 * names and texts.
 * Inside lib/diff only.
 */
#ifndef DIFF_DIFF_ENVIRONMENT_H
#define DIFF_DIFF_ENVIRONMENT_H

#include "run/run.h"

/* Returns the record of R's environment, or NULL if S does not have it; free
 * with json_free. */
struct json *diff_environment_read(const struct store *s, const struct run *r);
/* Return what such a record says of software (compiler, libraries, variables,
 * packages) and of the machine; free with json_free. */
struct json *diff_environment_software(const struct store *s,
				       const struct json *from);
struct json *diff_environment_machine(const struct json *from);

#endif
