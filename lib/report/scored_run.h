/*
 * scored_run.h - finds the scores that a person means by a name.
 *
 * The name of a run of xp-eval means the table that it printed.  The name of a
 * training means the last table of scores of its weights.  The path of a file
 * means the table in it.
 */
#ifndef REPORT_SCORED_RUN_H
#define REPORT_SCORED_RUN_H

#include "file/tsv.h"
#include "run/run.h"

struct scored_run {   /* all-zero is empty */
	char *name;   /* as it was given */
	int recorded; /* 1: STORE and RUN are filled */
	struct store store;
	struct run run;	   /* run of xp-eval */
	char *training;	   /* id of the training, or NULL */
	struct tsv scores; /* table of scores */
	/* manifest of the scored images; without columns: not known */
	struct tsv manifest;
	/* file of the store that has the manifest, or NULL */
	char *manifest_file;
};

/* Finds the scores that NAME means.  Fails with err_data if NAME means a
 * training that was not scored yet; the message says how to score it.  The
 * caller releases R, also after a failure. */
int scored_run_find(struct scored_run *r, const char *name, struct err *err);
void scored_run_release(struct scored_run *r);

/* Sets *ID to the id of the last run of xp-eval that scored weights of
 * TRAINING, or to NULL.  The caller frees *ID. */
int scored_run_last(const struct store *s, const char *training, char **id,
		    struct err *err);

#endif
