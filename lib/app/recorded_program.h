/*
 * recorded_program.h - runs any program and records the run (`xp-log run`).
 */
#ifndef APP_RECORDED_PROGRAM_H
#define APP_RECORDED_PROGRAM_H

#include "app/tool.h"

struct program_line {
	int argc;
	char **argv; /* words of the command: the program and its arguments */
	/* Files that the user declared: paths, directories or patterns. */
	const struct strs *inputs, *outputs;
	const struct strs *expect; /* values of --expect; see expectation.h */
	const char *because;	   /* reason why the program is run, or NULL */
	int keep_inputs;
};

/*
 * Run the program on our stdin, stdout and stderr, and record the run.
 *
 * Returns the program's exit status, 128 + N if signal N ended it, 126 if it
 * may not be run, 127 if it cannot be found, or -1.
 *
 * Inputs are the declared files and the files among the program's arguments,
 * including FILE in --x=FILE.  Stdin is an input, too, if it is a file.  Of a
 * pipe only the part that the program reads is an input.
 *
 * Outputs are the declared files, and the arguments that name files which are
 * new or changed afterwards.  Stdout is an output unless it is a terminal.
 *
 * The run's directory keeps what the program writes to stderr, unless stderr
 * is a terminal.  Of a long text only the first 8 MiB and the last 1 MiB are
 * kept.
 *
 * Other files that the program opens are not recorded.  A message says so.
 */
int recorded_program(struct ctx *ctx, const struct program_line *line,
		     struct err *err);

#endif
