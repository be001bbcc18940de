/*
 * scored_run.h - the scores that a person means by a name.
 *
 * The name is that of a run of xp-eval; or of a training, for which the last
 * run of xp-eval that scored its weights counts; or of a file: a table that
 * xp-eval printed.
 */
#ifndef REPORT_SCORED_RUN_H
#define REPORT_SCORED_RUN_H

#include "file/tsv.h"
#include "run/run.h"

struct scored_run {   /* all-zero is empty */
	char *name;   /* as it was given */
	int recorded; /* 1: STORE and RUN are filled */
	struct store store;
	struct run run;	     /* of xp-eval */
	char *training;	     /* the id of the training, or NULL */
	struct tsv scores;   /* what it printed */
	struct tsv manifest; /* of the images that were scored; without
				 columns if it is not known */
	char *manifest_file; /* the same as a file of the store, or NULL */
};

/* Find the scores that NAME means.  A training that was not scored yet is
 * err_data that says how to score it. */
int scored_run_find(struct scored_run *r, const char *name, struct err *err);
void scored_run_release(struct scored_run *r);

/* Sets *ID, which the caller frees, to the last run of xp-eval that scored
 * weights of the training TRAINING, or to NULL if there is none. */
int scored_run_last(const struct store *s, const char *training, char **id,
		    struct err *err);

#endif
