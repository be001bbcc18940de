/*
 * tool.h - what a tool is: a table of options, a run(), and nothing else.
 *
 * main() is in app/main.c.  It parses options and handles --help, --version,
 * --config, --print-config, --json, --quiet and --no-log.  It records the run,
 * calls the tool's run(), commits stdout and turns the result into an exit
 * code.  A tool itself never prints an error, never exits and never records.
 */
#ifndef APP_TOOL_H
#define APP_TOOL_H

#include "app/ctx.h"
#include "app/opt.h"
#include "base/err.h"
#include "file/tsv.h"

/* Returns 0 if done, 1 if the answer is "no", or -1 with ERR filled. */
typedef int tool_fn(struct ctx *ctx, int argc, char **argv, struct err *err);

struct command { /* a subcommand of a tool */
	const char *name, *about, *usage;
	const struct opt *opts; /* may be NULL */
	tool_fn *run;
	unsigned flags;
};

enum tool_flag {
	/* the run is not recorded, since the tool works on the store or records
	 * another program */
	TOOL_UNRECORDED = 1,
	/* the tool has --json, since it prints a table or a record */
	TOOL_TABLE = 2,
	TOOL_OPERANDS = 4, /* the first operand ends the options */
	TOOL_RUN = 8,	   /* the first operand may name a run */
};

struct tool {
	const char *name;	/* "xp-stats" */
	const char *about;	/* one line, lower case, no full stop */
	const char *usage;	/* "[OPTION]... [MANIFEST]" */
	const char *notes;	/* paragraphs for --help and the man page */
	const char *example;	/* command lines, one a line */
	const struct opt *opts; /* may be NULL */
	/* Subcommands, followed by NULL.  NULL itself: there are none. */
	const struct command *const *commands;
	tool_fn *run; /* NULL with commands */
	unsigned flags;
	/* Terms that --help explains under the title TERMS_TITLE ("Metrics").
	 * TERM may be NULL.  If there is an I-th term, TERM sets *WORD to it
	 * and *MEANING to its meaning, and returns 1.  Otherwise TERM returns
	 * 0. */
	const char *terms_title;
	int (*term)(size_t i, const char **word, const char **meaning);
};

/* The one tool of a program; each program defines it. */
extern const struct tool tool;

#endif
