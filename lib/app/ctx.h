/*
 * ctx.h - what a tool's run() is given: its stdout, its name and the common
 * options; and functions that print messages.
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
	const char *name; /* name of the tool: "xp-stats" */
	/* stdout, which gets the tool's one product */
	struct out *out;
	int json;		   /* 1: --json was given */
	int quiet;		   /* 1: --quiet was given */
	const struct strs *expect; /* values of --expect */
	const char *because;	   /* value of --because, or NULL */
	int keep_inputs;	   /* 1: --keep-inputs was given */
	/* 1: the tool ended without an error but before its work was done, and
	 * the run is to be resumed later; set by the tool.  Such a run is
	 * recorded as stopped, since its outputs are not those of the recipe */
	int unfinished;
	const char *run_id; /* id of the run; NULL: the run is not recorded */
	/* directory of the run; NULL: the run is not recorded */
	const char *run_dir;
};

/* Prints T on stdout: as JSON with --json, otherwise as TSV. */
void ctx_table(struct ctx *ctx, const struct tsv *t);

/* Prints one line on stderr: "xp-stats: ...".  With --quiet nothing is
 * printed. */
void ctx_say(const struct ctx *ctx, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Prints a warning on stderr, even with --quiet: "xp-stats: warning: ...". */
void ctx_warn(const struct ctx *ctx, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Asks a question to be answered by "y" or "n".  Returns 1 for "y", and 0 for
 * any other answer.  If stdin or stderr is not a terminal, returns 1 without
 * asking. */
int ctx_ask(const struct ctx *ctx, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Prints the messages of M with ctx_say and ctx_warn, and empty M. */
void ctx_messages(const struct ctx *ctx, struct messages *m);

#endif
