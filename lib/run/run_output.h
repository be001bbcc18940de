/*
 * run_output.h - finds an output of a run, and the table that the run read, as
 * files that can be opened now.
 */
#ifndef RUN_RUN_OUTPUT_H
#define RUN_RUN_OUTPUT_H

#include "run/run.h"

struct run_output {
	char *id;     /* id of the run */
	char *output; /* path of the output, to be read now */
	/* path of the run's table, to be read now, or NULL */
	char *table;
	char *called; /* its name: "norm.tsv of run ID" */
	char *cwd;    /* working directory of the run, or NULL */
	enum run_state state;
};

/* Finds the output of run NAME whose path ends in OUTPUT ("best.safetensors").
 * Checks its digest, unless the run is still running.  Fails with err_data if
 * there is no such output; the message lists the outputs of the run.  Also
 * finds the table that the run read as its first operand or on stdin.  If
 * NEED_TABLE is 1, a missing table is an error.  The caller releases P.
 *
 * If NAME is "-", the name is read from stdin, as at the end of a pipeline.
 * The run then has five seconds to complete its record. */
int run_output_find(struct run_output *p, const char *name, const char *output,
		    int need_table, struct err *err);

/* Fills only TABLE and CALLED of P, by R, a run of S.  Fails with err_data if
 * the record or the store does not have the table. */
int run_output_table(struct run_output *p, const struct store *s,
		     const struct run *r, struct err *err);
void run_output_release(struct run_output *p);

#endif
