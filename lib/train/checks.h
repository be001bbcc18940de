/*
 * checks.h - the checks C11 to C20, which find out what is wrong with a
 * training before its first step and at each validation.  checks_term tells
 * what each of them finds.
 *
 * Each check adds findings (check/finding.h) to T->found, which become the
 * table TRAIN_CHECKS in the run's directory.  The checks do not change a
 * single bit of the training.
 */
#ifndef TRAIN_CHECKS_H
#define TRAIN_CHECKS_H

#include "train/training.h"
#include "train/validation.h"

/* Sets *NAME of check I, counted from 0, ("C11") and *ABOUT (what it finds).
 * Returns 1, or 0 if there are no more checks. */
int checks_term(size_t i, const char **name, const char **about);
/* Returns 1 if a check of a training is called NAME: C11 to C20. */
int checks_known(const char *name);

/* Call this before the first step.  Runs C11 to C17 and, if training is long
 * enough, the prototype; between its steps it calls STOP, which may be NULL,
 * and ends if STOP returns 1.  Adds a warning to T's messages for each finding
 * that warns, and writes the table.  Returns 0 if training may begin, 1 if
 * stopped, -1 with ERR set: err_no with the first failure, or any other
 * error. */
int checks_before(struct train *t, int (*stop)(void *arg), void *arg,
		  struct err *err);
/* Call this when training resumes: reads the table of the checks so far. */
int checks_resume(struct train *t, struct err *err);
/* Call this after a validation with the result V.  Its findings for C19 and C20
 * replace those of the last validation.  Returns 0, or -1 as checks_before
 * does. */
int checks_validation(struct train *t, const struct validation *v,
		      struct err *err);

#endif
