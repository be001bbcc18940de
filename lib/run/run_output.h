/*
 * run_output.h - finds an output of a run, and the table that the run read, as
 * files that can be opened now.
 */
#ifndef RUN_RUN_OUTPUT_H
#define RUN_RUN_OUTPUT_H

#include "run/run.h"

struct run_output {
	char *id;     /* of the run */
	char *output; /* path of the output, to be read now */
	/* path of the table that the run read, to be read now, or NULL */
	char *table;
	char *called; /* the table's name, such as "norm.tsv of run ID" */
	char *cwd;    /* working directory of the run, or NULL */
	enum run_state state;
};

/* Finds the output of run NAME whose file is called OUTPUT
 * ("best.safetensors"), and the table that the run read as its first operand or
 * on stdin.  Unless the run is still running, a file in its directory is
 * checked against its digest. The caller releases P.
 *
 * Fails with err_data if there is no such output; the message lists the outputs
 * of the run.  A missing table is an error only if NEED_TABLE is 1.
 *
 * If NAME is "-", the name is read from stdin, as at the end of a pipeline.
 * The run then has five seconds to complete its record. */
int run_output_find(struct run_output *p, const char *name, const char *output,
		    int need_table, struct err *err);

/* Fills only TABLE and CALLED of P, for R, a run of S.  Fails with err_data if
 * the record or the store does not have the table. */
int run_output_table(struct run_output *p, const struct store *s,
		     const struct run *r, struct err *err);
void run_output_release(struct run_output *p);

#endif
