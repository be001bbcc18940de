/*
 * recorded_program.h - runs and records any program (`xp-log run`).
 */
#ifndef APP_RECORDED_PROGRAM_H
#define APP_RECORDED_PROGRAM_H

#include "app/tool.h"

struct program_line {
	int argc;
	char **argv; /* the program and its arguments */
	/* declared by the user: files, directories or patterns */
	const struct strs *inputs, *outputs;
	const struct strs *expect; /* see expectation.h */
	const char *because;	   /* why it is run, or NULL */
	int keep_inputs;
};

/*
 * Run the program on our stdin, stdout and stderr and record it.  Its inputs
 * are the declared files, the files among its arguments (also FILE in
 * --x=FILE) and stdin if that is a file, or what it reads of a pipe.  Its
 * outputs are its stdout unless that is a terminal, the declared files, and the
 * arguments that name files which are new or changed afterwards.  What it
 * writes to stderr, unless that is a terminal, is kept in the run's directory:
 * the first 8 MiB and the last one.  Other files that the program opens are not
 * noticed, which is said.  Returns its exit status, 128 + N if signal N ended
 * it, 127 if it cannot be found, or -1.
 */
int recorded_program(struct ctx *ctx, const struct program_line *line,
		     struct err *err);

#endif
