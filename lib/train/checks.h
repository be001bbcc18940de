/*
 * checks.h - the checks C11 to C20.  They find faults of a training before its
 * first step and at each validation.  See checks_term for what each check
 * finds.
 *
 * Each check adds findings (check/finding.h) to T->found.  The findings become
 * the table TRAIN_CHECKS in the run's directory.  The checks do not change a
 * single bit of the training.
 */
#ifndef TRAIN_CHECKS_H
#define TRAIN_CHECKS_H

#include "train/training.h"
#include "train/validation.h"

/* Sets *NAME to the name of check I ("C11") and *ABOUT to what it finds, and
 * returns 1.  Returns 0 if there is no check I.  I counts from 0. */
int checks_term(size_t i, const char **name, const char **about);

/* Returns 1 if NAME is the name of a check of a training: C11 to C20. */
int checks_known(const char *name);

/* Call this before the first step.  Returns 0 if training may begin, 1 if
 * stopped, and -1 with ERR set if a check or anything else failed.  If a check
 * fails, ERR gets the text of the first failure (err_no).  Runs C11 to C17 and,
 * if training is long enough, the prototype (prototype.h).  Calls STOP, which
 * may be NULL, between the steps of the prototype, and ends if STOP returns 1.
 * Adds a warning to T->messages for each finding that warns.  Writes the table
 * of findings. */
int checks_before(struct train *t, int (*stop)(void *arg), void *arg,
		  struct err *err);

/* Call this when training resumes.  Reads the table of the findings so far. */
int checks_resume(struct train *t, struct err *err);

/* Call this after a validation with the result V.  Returns 0, or -1 with ERR
 * set as checks_before does.  The new findings of C19 and C20 replace those of
 * the last validation. */
int checks_validation(struct train *t, const struct validation *v,
		      struct err *err);

#endif
