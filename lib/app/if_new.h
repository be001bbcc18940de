/*
 * if_new.h - does not run again what is recorded as done (--if-new).
 *
 * Inside lib/app only.
 */
#ifndef APP_IF_NEW_H
#define APP_IF_NEW_H

#include "app/ctx.h"
#include "app/opt.h"
#include "run/run.h"

struct recording_request; /* run/recording_start.h */

struct if_new {
	/* Options of a tool of ours, to know which files it is to write.  NULL:
	 * another program. */
	const struct opt *opts;
	/* Files that are declared, or named by the words, of another program */
	struct strs declared, named;
	int keep_unchanged; /* see give.h */
	/* Results.  With IF_NEW_DONE: the run whose outputs were given, which
	 * the caller releases; its exit code, and its error message or "" */
	struct run run;
	int code;
	char error[1000];
	struct json *start;   /* the start.json that a new run would have */
	struct strs from, to; /* names given to outputs: see give.h */
	char *resume; /* with IF_NEW_BEGUN: the id of the run to resume, which
			 the caller frees */
};

enum { IF_NEW_RUN, IF_NEW_DONE, IF_NEW_BEGUN };

/* Looks in S for a run that has done, or has begun, what ASKED asks for, and
 * gives its outputs if it is done.  Says so, and also if a run that is much
 * like it does not count.  Returns one of the above, or -1. */
int if_new_look(struct if_new *n, struct ctx *ctx, const struct store *s,
		const struct recording_request *asked, struct err *err);
/* Frees what if_new_look has kept of stdin and in N. */
void if_new_release(struct if_new *n);

#endif
