/*
 * run_output.h - finds an output of a run, and the table that the run read, as
 * files that can be opened now.
 */
#ifndef RUN_RUN_OUTPUT_H
#define RUN_RUN_OUTPUT_H

#include "run/run.h"

struct run_output {
	char *id;     /* id of the run */
	char *output; /* path at which the output can be read now */
	/* path at which the run's table can be read now, or NULL */
	char *table;
	char *called; /* name of the table: "norm.tsv of run ID" */
	char *cwd;    /* directory in which the run ran, NULL if unknown */
	enum run_state state;
};

/* Finds the output of run NAME whose path ends in OUTPUT ("best.safetensors"),
 * in the run's directory or in the store.  Checks the digest of the output
 * unless the run is still running.  Fails with err_data if there is no such
 * output.  The message lists the run's outputs.  Also finds the run's table in
 * the store: the run got the table as its first operand or else on stdin.  With
 * NEED_TABLE a missing table is an error.  If NAME is "-", the name is read
 * from stdin, as at the end of a pipeline.  Then the run has up to five seconds
 * to complete its record. */
int run_output_find(struct run_output *p, const char *name, const char *output,
		    int need_table, struct err *err);
void run_output_release(struct run_output *p);

#endif
