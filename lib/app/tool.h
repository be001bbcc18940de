/*
 * tool.h - what a tool is: a table of options, a run(), and nothing else.
 *
 * app/main.c has main().  It parses options, handles --help, --version,
 * --config, --print-config, --json, --quiet and --no-log, records the run,
 * calls the tool's run(), commits stdout and makes the result an exit code.
 * A tool itself never prints an error, never exits and never records.
 */
#ifndef APP_TOOL_H
#define APP_TOOL_H

#include "app/ctx.h"
#include "app/opt.h"
#include "base/err.h"
#include "file/tsv.h"

/* Returns 0 if done, 1 if the answer is "no", -1 with ERR filled. */
typedef int tool_fn(struct ctx *ctx, int argc, char **argv, struct err *err);

struct command { /* a subcommand of a tool */
	const char *name, *about, *usage;
	const struct opt *opts; /* may be NULL */
	tool_fn *run;
	unsigned flags;
};

enum tool_flag {
	TOOL_UNRECORDED = 1, /* not recorded: it works on the store, or records
				another program */
	TOOL_TABLE = 2,	     /* has --json: prints a table or a record */
	TOOL_OPERANDS = 4,   /* options end at the first operand */
	TOOL_RUN = 8,	     /* its first operand may name a run */
};

struct tool {
	const char *name;	/* "xp-stats" */
	const char *about;	/* one line, lower case, no full stop */
	const char *usage;	/* "[OPTION]... [MANIFEST]" */
	const char *notes;	/* paragraphs for --help and the man page */
	const char *example;	/* command lines, one a line */
	const struct opt *opts; /* may be NULL */
	/* A list that ends with NULL; or NULL: no subcommands. */
	const struct command *const *commands;
	tool_fn *run; /* NULL with commands */
	unsigned flags;
	/* Terms that --help explains under the title TERMS_TITLE ("Metrics"):
	 * TERM fills in the I-th word and its meaning and returns 1, or
	 * returns 0 if there are no more.  It may be NULL. */
	const char *terms_title;
	int (*term)(size_t i, const char **word, const char **meaning);
};

/* Each program defines this. */
extern const struct tool tool;

#endif
