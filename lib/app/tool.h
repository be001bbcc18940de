/*
 * tool.h - describes a tool: its options, its run(), its texts.
 *
 * main() (app/main.c) does what tools have in common: it parses options,
 * answers --help, --version, --print-config and --print-settings, records the
 * run, commits stdout, prints the error and makes an exit code of the result.
 * A tool never prints an error and never exits.
 */
#ifndef APP_TOOL_H
#define APP_TOOL_H

#include "app/ctx.h"
#include "app/opt.h"
#include "base/err.h"
#include "file/tsv.h"

/* Returns 0 if done, 1 if the answer is "no", or -1 with ERR filled; `xp-log
 * run` returns the exit status of its program. */
typedef int tool_fn(struct ctx *ctx, int argc, char **argv, struct err *err);

struct command { /* a subcommand of a tool */
	const char *name, *about, *usage;
	const struct opt *opts; /* may be NULL */
	tool_fn *run;
	unsigned flags;
	const char *notes; /* paragraphs for --help and man page, or NULL */
};

enum tool_flag {
	/* not recorded: works on the store, or records another program */
	TOOL_UNRECORDED = 1,
	/* has --json: prints a table or a record */
	TOOL_TABLE = 2,
	TOOL_OPERANDS = 4, /* the first operand ends the options */
	/* runs for hours: has --detach and --on-end, and calls
	 * detach_ready */
	TOOL_LONG = 16,
	TOOL_RUN = 8, /* the first operand may name a run */
};

struct tool {
	const char *name;    /* "xp-stats" */
	const char *about;   /* one line, lower case, no full stop */
	const char *usage;   /* "[OPTION]... [MANIFEST]" */
	const char *notes;   /* paragraphs for --help and man page, or NULL */
	const char *example; /* command lines, one a line */
	const struct opt *opts; /* may be NULL */
	/* subcommands, NULL at the end; or NULL */
	const struct command *const *commands;
	tool_fn *run; /* NULL with commands */
	unsigned flags;
	/* For a tool that can continue a finished run, else NULL.  DIR is the
	 * directory of this run.  MORE is the value of the option with
	 * OPT_MORE.  With "" the function only fails, and says why the run
	 * cannot continue as it is.  Adds to
	 * ARGS the options that the new run needs, and to FILES the names of
	 * files in DIR that it needs in its own directory. */
	int (*go_on)(const char *dir, const char *more, struct strs *args,
		     struct strs *files, struct err *err);
	/* For a tool that several processes may run together (mpirun), else
	 * NULL. main() calls BEGIN first.  BEGIN sets CTX->processes and
	 * returns 0 in the process that goes on, 1 in each other process, when
	 * its help is no longer needed, or -1. main() calls END last. */
	int (*begin)(struct ctx *ctx, struct err *err);
	void (*end)(void);
	/* Loads the libraries that its results may depend on, so that a record
	 * names them; or NULL. */
	int (*load)(struct err *err);
	/* Terms that --help explains under TERMS_TITLE ("Metrics").  TERM (or
	 * NULL) sets *WORD and *MEANING for term I and returns 1, or returns 0
	 * if there is none. */
	const char *terms_title;
	int (*term)(size_t i, const char **word, const char **meaning);
};

/* each program defines its one tool */
extern const struct tool tool;

#endif
