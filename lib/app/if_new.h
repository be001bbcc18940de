/*
 * if_new.h - looks for a recorded run that has already done what a new run is
 * to do (--if-new).
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
	const struct opt *opts; /* they tell the files that will be written */
	int keep_unchanged;	/* as in give.h */
	/* with IF_NEW_DONE: the run whose outputs were given, which the caller
	 * releases; its exit code; its error message, or "" */
	struct run run;
	int code;
	char error[1000];
	struct json *start;   /* the start.json that a new run would have */
	struct strs from, to; /* names given to outputs: see give.h */
	/* with IF_NEW_BEGUN: id of the run to resume, which the caller frees */
	char *resume;
};

enum {
	IF_NEW_RUN,   /* there is no such run: run */
	IF_NEW_DONE,  /* a run has done it */
	IF_NEW_BEGUN, /* a run has begun it and was interrupted: resume it */
};

/* Looks in S for a run that has done what ASKED asks for, or has begun it and
 * was interrupted.  If the run is done, gives its outputs (reuse/give.h).  Says
 * what it found, and why a run that is much like ASKED does not count.  Returns
 * IF_NEW_RUN, IF_NEW_DONE or IF_NEW_BEGUN, or -1. */
int if_new_look(struct if_new *n, struct ctx *ctx, const struct store *s,
		const struct recording_request *asked, struct err *err);

/* Frees what if_new_look has allocated in N and for stdin. */
void if_new_release(struct if_new *n);

#endif
