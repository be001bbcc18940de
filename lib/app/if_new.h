/*
 * if_new.h - looks for a recorded run that did what a new run is to do
 * (--if-new).
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
	const struct opt *opts; /* all options of the tool */
	int keep_unchanged;	/* see give.h */
	/* with IF_NEW_DONE: the run whose outputs were given, its exit code,
	 * and its error message or "" */
	struct run run;
	int code;
	char error[1000];
	struct json *start;   /* start.json that a new run would have */
	struct strs from, to; /* names that outputs get: see give.h */
	/* with IF_NEW_BEGUN: id of the run to resume */
	char *resume;
};

enum {
	IF_NEW_RUN,  /* no run counts: begin one */
	IF_NEW_DONE, /* RUN has done it; its outputs were given */
	/* a run in the same directory was interrupted: resume it */
	IF_NEW_BEGUN,
};

/* Looks in S for a run that did what ASKED asks for, or that was interrupted in
 * it.  If the run is done, gives its outputs (reuse/give.h).  Says what it
 * found, and why a similar run does not count.  Returns IF_NEW_RUN, IF_NEW_DONE
 * or IF_NEW_BEGUN, or -1. */
int if_new_look(struct if_new *n, struct ctx *ctx, const struct store *s,
		const struct recording_request *asked, struct err *err);

/* Frees N and the bytes of stdin that if_new_look read. */
void if_new_release(struct if_new *n);

#endif
