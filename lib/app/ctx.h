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
	/* stdout, for the tool's one product */
	struct out *out;
	int json;  /* 1: --json was given */
	int quiet; /* 1: --quiet was given */
	/* 1: lines on stderr have the time if stderr is no terminal.  A tool
	 * that runs for hours sets it. */
	int dated;
	const struct strs *expect; /* values of --expect */
	const char *because;	   /* value of --because, or NULL */
	int keep_inputs;	   /* 1: --keep-inputs was given */
	const char *deps;	   /* value of --deps, or NULL */
	const char *deps_target;   /* value of --deps-target, or NULL */
	int processes;		   /* that run the tool together; 0: one */
	int resumed;		   /* 1: the run was begun before */
	/* id of the finished run that this one goes on from, or NULL, and
	 * files of it that this one needs */
	const char *extends;
	const struct strs *extended;
	/* Set by the tool to 1 if it ended without an error before its work was
	 * done.  The run is then recorded as stopped and can be resumed. */
	int unfinished;
	/* Set by the tool to 1 if its exit code is that of a program which it
	 * ran, whatever signals came; and to the signal that ended it, or 0. */
	int ran_program, program_signal;
	const char *run_id; /* id of the run; NULL: not recorded */
	/* directory of the run; NULL: not recorded */
	const char *run_dir;
};

/* Prints T on stdout: as JSON with --json, else as TSV. */
void ctx_table(struct ctx *ctx, const struct tsv *t);

/* Prints one line on stderr, "xp-stats: ...", but not with --quiet. */
void ctx_say(const struct ctx *ctx, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Prints "xp-stats: warning: ..." on stderr, even with --quiet. */
void ctx_warn(const struct ctx *ctx, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

enum { CTX_STAMP = 40 };
/* Returns TO, with "[2026-11-30 23:05:11] " in local time, or "" if lines have
 * no time. */
const char *ctx_stamp(const struct ctx *ctx, char to[CTX_STAMP]);

/* Asks a question.  Returns 1 for the answer "y", else 0.  Returns 1 without
 * asking if stdin or stderr is no terminal. */
int ctx_ask(const struct ctx *ctx, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Prints the messages of M by ctx_say and ctx_warn, and empties M. */
void ctx_messages(const struct ctx *ctx, struct messages *m);

#endif
