/*
 * checks.h - the checks C11 to C20: what is wrong with a training, found before
 * its first step and at each validation.  checks_term says what each finds.
 *
 * Each adds findings (check/finding.h) to T->found; they are the table
 * TRAIN_CHECKS in the run's directory.  What training does later is not changed
 * by a single bit.
 */
#ifndef TRAIN_CHECKS_H
#define TRAIN_CHECKS_H

#include "train/training.h"
#include "train/validation.h"

/* Sets *NAME ("C11") and *ABOUT, what it finds, of check I from 0, and returns
 * 1; returns 0 if there are no more. */
int checks_term(size_t i, const char **name, const char **about);
/* Returns 1 if a check of a training is called NAME: C11 to C20. */
int checks_known(const char *name);

/* Before the first step: runs C11 to C17 and, if training is long enough, the
 * prototype; between its steps it calls STOP (may be NULL) and ends if that
 * returns 1.  Adds a sentence to T's messages for each finding that warns, and
 * writes the table.  Returns 0 if training may begin, 1 if stopped, -1 with
 * err_no that holds the first failure, or any other error. */
int checks_before(struct train *t, int (*stop)(void *arg), void *arg,
		  struct err *err);
/* When training resumes: reads the table of the checks so far. */
int checks_resume(struct train *t, struct err *err);
/* After a validation that gave V: C19 and C20 of it take the places of those of
 * the last one.  Returns 0, or -1 as checks_before. */
int checks_validation(struct train *t, const struct validation *v,
		      struct err *err);

#endif
