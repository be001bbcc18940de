/*
 * checks.h - the checks C11 to C20, which find faults of a training before its
 * first step and at each validation (checks_term says which).
 *
 * Findings (check/finding.h) are added to T->found and become the table
 * TRAIN_CHECKS in the run's directory.  Checks do not change a bit of the
 * training.
 */
#ifndef TRAIN_CHECKS_H
#define TRAIN_CHECKS_H

#include "train/training.h"
#include "train/validation.h"

/* Sets *NAME ("C11") and *ABOUT (what it finds) for check I and returns 1;
 * returns 0 if there is no check I.  I counts from 0. */
int checks_term(size_t i, const char **name, const char **about);

/* Adds to TO the checks that may fail: the words of GIVEN, split at commas.
 * Fails with err_usage if one is not C8, C9 or C11 to C20. */
int checks_read_allowed(struct strs *to, const struct strs *given,
			struct err *err);

/* Runs C11 to C17 before the first step.  If training is long enough, also runs
 * the prototype (prototype.h).  Warns in T->messages of findings that warn, and
 * writes the table.
 *
 * Returns 0 if training may begin, 1 if stopped, or -1 with ERR filled.  If a
 * check failed, ERR is err_no and has the text of the first failure.  STOP,
 * unless NULL, is called between the steps of the prototype, which is stopped
 * if STOP returns 1. */
int checks_before(struct train *t, int (*stop)(void *arg), void *arg,
		  struct err *err);

/* Reads the findings so far, when training resumes. */
int checks_resume(struct train *t, struct err *err);

/* Runs C19 and C20 on V, the result of a validation.  Their findings replace
 * those of the last validation.  Returns 0 or -1 as checks_before does. */
int checks_validation(struct train *t, const struct validation *v,
		      struct err *err);

#endif
