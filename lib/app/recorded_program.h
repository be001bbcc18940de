/*
 * recorded_program.h - runs any program and records the run (`xp-log run`).
 */
#ifndef APP_RECORDED_PROGRAM_H
#define APP_RECORDED_PROGRAM_H

#include "app/tool.h"

struct program_line {
	int argc;
	char **argv; /* the program and its arguments */
	/* declared files: paths, directories or patterns */
	const struct strs *inputs, *outputs;
	const struct strs *expect; /* values of --expect */
	const char *because;	   /* why it is run, or NULL */
	int keep_inputs;
	int metrics_fd;	     /* descriptor by which metrics come; 0: none */
	const char *metrics; /* file with metrics, or NULL */
	int no_trace;	     /* 1: do not watch which files the program uses */
};

/*
 * Runs the program on our stdin, stdout and stderr, and records the run.
 * Returns its exit status; 128 + N for signal N; 126 if it may not be run; 127
 * if it is not found; or -1.
 *
 * Inputs and outputs are:
 * - the declared files
 * - the files that the program and its children were seen to use
 *   (found_files.h).  If the program cannot be watched, a message says why, and
 *   the files among its arguments (also FILE in --x=FILE) are inputs, those
 *   that are new or changed afterwards outputs.
 * - stdin: a file read from its start, or what the program reads from a pipe
 * - stdout, unless it is a terminal
 * - the table of the metrics (metrics_in.h) in the run's directory
 *
 * The run's directory keeps stderr, at most the first 8 MiB and the last 1 MiB,
 * unless it is a terminal or one file with stdout.
 */
int recorded_program(struct ctx *ctx, const struct program_line *line,
		     struct err *err);

#endif
