/*
 * ctx.h - what a tool's run() is given: its stdout, its name, the common
 * options, and functions that print messages.
 */
#ifndef APP_CTX_H
#define APP_CTX_H

#include "base/messages.h"
#include "base/strs.h"
#include "file/out.h"
#include "file/tsv.h"

struct tool;

struct ctx {
	const struct tool *tool;
	const char *name;	   /* the tool's: "xp-stats" */
	struct out *out;	   /* stdout: the tool's one product */
	int json;		   /* --json was given */
	int quiet;		   /* --quiet was given */
	const struct strs *expect; /* the values of --expect */
	const char *because;	   /* the value of --because, or NULL */
	int keep_inputs;	   /* --keep-inputs was given */
	int unfinished;	     /* set by a tool that ends without an error but
				before its work is done, to be resumed later:
				the run is recorded as stopped, since its
				outputs are not those of the recipe */
	const char *run_id;  /* of the run; NULL if it is not recorded */
	const char *run_dir; /* the run's directory; NULL likewise */
};

/* Print T on stdout as the user asked: TSV, or JSON with --json. */
void ctx_table(struct ctx *ctx, const struct tsv *t);

/* Print one line on stderr, "xp-stats: ..."; nothing with --quiet. */
void ctx_say(const struct ctx *ctx, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* Print a warning on stderr, "xp-stats: warning: ...", even with --quiet. */
void ctx_warn(const struct ctx *ctx, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Ask a question that can be answered by "y" or "n".  Returns 1 for "y", else
 * 0.  If stdin or stderr is not a terminal, returns 1 without asking. */
int ctx_ask(const struct ctx *ctx, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Print what M holds, by ctx_say and ctx_warn, and empty it. */
void ctx_messages(const struct ctx *ctx, struct messages *m);

#endif
