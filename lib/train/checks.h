/*
 * checks.h - the checks C7 and C11 to C20, which find faults of a training
 * before its first step and at each validation.
 *
 * Findings (check/finding.h) are added to T->found and become the table
 * TRAIN_CHECKS in the run's directory, if there is one.  Checks do not change a
 * bit of the training.
 */
#ifndef TRAIN_CHECKS_H
#define TRAIN_CHECKS_H

#include "train/training.h"
#include "train/validation.h"

/* Sets *NAME ("C11") and *ABOUT (what it finds) for check I and returns 1;
 * returns 0 if there is no check I.  I counts from 0. */
int checks_term(size_t i, const char **name, const char **about);

/* Adds the words of GIVEN, split at commas, to TO: the checks that may fail.
 * Fails with err_usage if a word is not C7 to C9 or C11 to C20. */
int checks_read_allowed(struct strs *to, const struct strs *given,
			struct err *err);

/* Runs C7, C11 to C17, then a part of C20.  If none failed, runs the prototype
 * for C18, C19 and the rest of C20 (prototype.h).  Writes the table.
 *
 * Returns
 * - 0 if training may begin
 * - 1 if STOP returned 1: no table is written
 * - -1; if a check failed, with err_no and the first failure
 *
 * T->messages gets a warning for each other finding that warns or failed.  STOP
 * (or NULL) is called between the steps of the prototype. */
int checks_before(struct train *t, int (*stop)(void *arg), void *arg,
		  struct err *err);

/* Reads the table into T->found when training resumes. */
int checks_resume(struct train *t, struct err *err);

/* Runs the checks of C19 and C20 for V, the result of a validation.  Their
 * findings replace those of the last validation.  Fails with err_no if one of
 * them failed. */
int checks_validation(struct train *t, const struct validation *v,
		      struct err *err);

#endif
