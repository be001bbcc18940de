/*
 * run_output.h - finds an output of a run, and the table that the run read, as
 * files that can be opened now.
 */
#ifndef RUN_RUN_OUTPUT_H
#define RUN_RUN_OUTPUT_H

#include "run/run.h"

struct run_output {
	char *id;     /* of the run */
	char *output; /* the path at which the output can be read now */
	char *table;  /* the same for the table that the run read, or NULL */
	char *called; /* a name of that table: "norm.tsv of run ID" */
	char *cwd;    /* the directory the run ran in, NULL if unknown */
	enum run_state state;
};

/* Find the output of run NAME whose path ends in OUTPUT ("best.safetensors"),
 * in the run's directory or in the store, and check its digest unless the run
 * is still running.  If there is none, err_data that lists the outputs there
 * are.  Also find in the store the table that the run was given as its first
 * operand or else on stdin; with NEED_TABLE it is an error if there is none.
 * If NAME is "-", the name is read from stdin, as at the end of a pipeline;
 * that run then has up to five seconds to complete its record. */
int run_output_find(struct run_output *p, const char *name, const char *output,
		    int need_table, struct err *err);
void run_output_release(struct run_output *p);

#endif
