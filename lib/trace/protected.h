/*
 * protected.h - directories in which a program may change nothing.
 *
 * A run that is repeated in a copy of its experiment may name a file of the
 * experiment by an absolute path; it would change the user's own file.
 *
 * Inside lib/trace only.
 */
#ifndef TRACE_PROTECTED_H
#define TRACE_PROTECTED_H

#include "base/err.h"
#include "base/strs.h"
#include "trace/found_place.h"

struct protected
{
	struct strs dirs;
	struct strs refused; /* files in them that the program would change */
};

/* Fills P from LIST, a directory a line, or NULL. */
void protected_init(struct protected *p, const char *list);
void protected_release(struct protected *p);

/* Returns 1 if the program of HOME may not change the file PLACE, an absolute
 * path: it is in a directory of P, but not in the project.  Notes that the
 * program tried to, unless that is only a compiled module. */
int protected_has(struct protected *p, const struct found_home *home,
		  const char *place);

/* Nothing watches the program, and WHY not.  Fails with err_data if one of its
 * words ARGV names a directory of P. */
int protected_check(const struct protected *p, int argc, char **argv,
		    const char *why, struct err *err);

#endif
