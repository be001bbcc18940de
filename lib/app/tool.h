/*
 * tool.h - what a tool is: a table of options, a run(), and nothing else.
 *
 * main() lives in app/main.c.  It parses options, handles --help,
 * --version, --config, --print-config, --json, --quiet and --no-log,
 * records the run, calls run(), commits stdout and turns the result into
 * an exit code.  A tool never prints an error, exits or records.
 */
#ifndef APP_TOOL_H
#define APP_TOOL_H

#include "app/opt.h"
#include "base/err.h"
#include "base/file.h"
#include "base/tsv.h"

struct ctx {
	const struct tool *tool;
	struct out *out;	/* stdout: the tool's one product */
	int json;		/* --json was given */
	int quiet;		/* --quiet was given */
	int keep_inputs;	/* --keep-inputs was given */
	const char *run_id;	/* NULL when the run is not recorded */
	const char *run_dir;	/* live files of this run; NULL likewise */
};

/* 0: done, 1: the answer is "no", -1: ERR is filled. */
typedef int tool_fn(struct ctx *ctx, int argc, char **argv,
		    struct err *err);

struct command {		/* of a tool that has subcommands */
	const char *name, *about, *usage;
	const struct opt *opts;	/* may be NULL */
	tool_fn *run;
	unsigned flags;
};

enum tool_flag {
	TOOL_UNRECORDED = 1,	/* only looks, or is the recorder itself */
	TOOL_TABLE = 2,		/* has --json: prints a table or a record */
	TOOL_OPERANDS = 4,	/* options end at the first operand */
};

struct tool {
	const char *name;	/* "xp-stats" */
	const char *about;	/* one line, lower case, no full stop */
	const char *usage;	/* "[OPTION]... [MANIFEST]" */
	const char *notes;	/* paragraphs for --help and the man page */
	const char *example;	/* command lines, one a line */
	const struct opt *opts;	/* may be NULL */
	const struct command *commands;	/* NULL-named end; or NULL */
	tool_fn *run;		/* NULL with commands */
	unsigned flags;
	/* A list of words to explain, under a title ("Metrics"): the I-th
	 * and what it means, or 0 at the end.  May be NULL. */
	const char *terms_title;
	int (*term)(size_t i, const char **word, const char **meaning);
};

/* Each program defines this. */
extern const struct tool tool;

/* Print T on stdout as the user asked: TSV, or JSON with --json. */
void ctx_table(struct ctx *ctx, const struct tsv *t);

/* One line of talk on stderr, "xp-stats: ..."; silent with --quiet. */
void ctx_say(const struct ctx *ctx, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* The same, never silent: "xp-stats: warning: ...". */
void ctx_warn(const struct ctx *ctx, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* 1 once the user asked to stop (SIGINT, SIGTERM, SIGHUP).  A long
 * loop asks, saves what it has and returns ctx_stopped(). */
int ctx_stop(void);
/* Fill ERR with "stopped by SIGINT"; main then ends as that signal. */
int ctx_stopped(struct err *err);
/* From here on those signals set ctx_stop() instead of ending us. */
void ctx_catch_stop(void);

#endif
