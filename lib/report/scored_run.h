/*
 * scored_run.h - finds the scores that a person means by a name.
 *
 * The name of a run of xp-eval means the table that this run printed.  The
 * name of a training means the table of the last run of xp-eval that scored
 * the training's weights.  The path of a file means this file, a table that
 * xp-eval printed.
 */
#ifndef REPORT_SCORED_RUN_H
#define REPORT_SCORED_RUN_H

#include "file/tsv.h"
#include "run/run.h"

struct scored_run {   /* all-zero is empty */
	char *name;   /* name as it was given */
	int recorded; /* 1: STORE and RUN are filled */
	struct store store;
	struct run run;	   /* run of xp-eval */
	char *training;	   /* id of the training, or NULL */
	struct tsv scores; /* table of scores */
	/* manifest of the scored images; without columns if it is not known */
	struct tsv manifest;
	/* path of the store's file with the manifest, or NULL */
	char *manifest_file;
};

/* Find the scores that NAME means.  A training that has not been scored yet is
 * err_data; the message says how to score it. */
int scored_run_find(struct scored_run *r, const char *name, struct err *err);
void scored_run_release(struct scored_run *r);

/* Finds the last run of xp-eval that scored weights of the training TRAINING.
 * Sets *ID to its id, or to NULL if there is none.  The caller frees *ID. */
int scored_run_last(const struct store *s, const char *training, char **id,
		    struct err *err);

#endif
