/*
 * run_output.h - a run's output and the table it read, as files.
 */
#ifndef RUN_RUN_OUTPUT_H
#define RUN_RUN_OUTPUT_H

#include "run/run.h"

struct run_output {
	char *id;     /* of the run */
	char *output; /* where the output can be read now */
	char *table;  /* where the table it read can be, or NULL */
	char *called; /* "norm.tsv of run ID": that table */
	char *cwd;    /* where it ran, or NULL when not known */
	enum run_state state;
};

/* Find the output of run NAME ("-": the name is on stdin, at the end of a
 * pipe) whose path ends in OUTPUT ("best.safetensors"), in the run's
 * directory or in the store; its content is checked unless the run still
 * runs.  No such output: err_data that says what there is.  Also the table
 * it was given (its first operand, else stdin), from the store; with
 * NEED_TABLE there must be one.  A run whose name came by a pipe gets up to
 * five seconds to complete its record. */
int run_output_find(struct run_output *p, const char *name, const char *output,
		    int need_table, struct err *err);
void run_output_release(struct run_output *p);

#endif
