/*
 * ctx.h - what a tool's run() is given: stdout, its name and the common
 * options; prints messages.
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
	/* stdout, for the data that the tool prints */
	struct out *out;
	int json;  /* 1: --json was given */
	int quiet; /* 1: --quiet was given */
	/* 1: lines on stderr have the time unless stderr is a terminal; set by
	 * a tool that runs for hours */
	int dated;
	const struct strs *expect; /* values of --expect */
	const char *because;	   /* value of --because, or NULL */
	int keep_inputs;	   /* 1: --keep-inputs was given */
	const char *deps;	   /* value of --deps, or NULL */
	const char *deps_target;   /* value of --deps-target, or NULL */
	/* number of processes that run the tool together; 0: one */
	int processes;
	int resumed; /* 1: the run was resumed */
	/* id of the finished run that this one continues, or NULL, and names of
	 * its files that this one needs */
	const char *extends;
	const struct strs *extended;
	/* 1: the tool ended without an error before its work was done; set by
	 * the tool.  The run is then recorded as stopped and can be resumed. */
	int unfinished;
	/* set by a tool that ran a program: 1 if its exit code is the
	 * program's, and the number of the signal that ended the program, or
	 * 0 */
	int ran_program, program_signal;
	const char *run_id; /* id of the run, or NULL: not recorded */
	/* directory of the run, or NULL: not recorded */
	const char *run_dir;
};

/* Prints T on stdout: as JSON with --json, else as TSV. */
void ctx_table(struct ctx *ctx, const struct tsv *t);

/* Prints one line on stderr, "xp-stats: ...", unless --quiet was given. */
void ctx_say(const struct ctx *ctx, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Prints "xp-stats: warning: ..." on stderr, even with --quiet. */
void ctx_warn(const struct ctx *ctx, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

enum { CTX_STAMP = 40 };
/* Returns TO, filled with "[2026-11-30 23:05:11] " in local time, or with "" if
 * lines have no time (see DATED). */
const char *ctx_stamp(const struct ctx *ctx, char to[CTX_STAMP]);

/* Asks a question on stderr.  Returns 1 if the answer on stdin begins with y or
 * Y, else 0.  Returns 1 without asking unless both are terminals. */
int ctx_ask(const struct ctx *ctx, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Prints the messages of M by ctx_say and ctx_warn, and empties M. */
void ctx_messages(const struct ctx *ctx, struct messages *m);

#endif
