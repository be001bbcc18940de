/*
 * initial_weights.h - finds the weights that a training starts from, and what
 * they were trained on, by the records of the runs that led to them.
 */
#ifndef REUSE_INITIAL_WEIGHTS_H
#define REUSE_INITIAL_WEIGHTS_H

#include "base/messages.h"
#include "manifest/earlier.h"
#include "run/run_output.h"

struct initial_weights {	     /* all-zero: none */
	const char *path;	     /* the file, to be read now */
	struct run_output run;	     /* the run that wrote it, or empty */
	struct earlier_list earlier; /* what it was trained on */
	/* why there may be more of that: a sentence; or NULL */
	char *unknown;
};

/* Finds the weights NAME: a file, or the best ones of a run.  PAST is the run
 * that is resumed or goes on, or NULL: if it started from the weights of a run,
 * these are found again, whatever NAME means now.  W->unknown says if not all
 * runs can be found that led to them.  NAME must outlive W, which the caller
 * releases, even after an error. */
int initial_weights_find(struct initial_weights *w, const char *name,
			 const char *past, struct messages *messages,
			 struct err *err);
void initial_weights_release(struct initial_weights *w);

/* Adds to TO what the weights that run ID started from were trained on.  Warns
 * in MESSAGES, unless it is NULL, if not all runs can be found that led to
 * them. */
void initial_weights_before(struct earlier_list *to, const char *id,
			    struct messages *messages);

#endif
