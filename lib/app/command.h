/*
 * command.h - runs and records any program (`xp-log run`).
 */
#ifndef APP_COMMAND_H
#define APP_COMMAND_H

#include "app/tool.h"

struct command_line {
	int argc;
	char **argv;		    /* the program and its arguments */
	const struct strs *inputs;  /* declared: files, directories, */
	const struct strs *outputs; /* patterns */
	int keep_inputs;
};

/*
 * Run the program, its streams passed through, and record: as inputs the
 * declared files, files among its arguments (also the end of --x=FILE) and
 * a stdin that is a file; as outputs its stdout when that is no terminal,
 * the declared files, and arguments that are new or changed afterwards.
 * Files that it opens without being told of are not seen.  Returns its exit
 * status, 128 + N after signal N, 127 when it cannot be found, or -1.
 */
int command_run(struct ctx *ctx, const struct command_line *line,
		struct err *err);

#endif
