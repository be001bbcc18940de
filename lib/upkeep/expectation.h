/*
 * expectation.h - what a person expects of a run, written down before the run
 * begins: "test.pearson >= 0.8", "val.mse < val.mse@base".
 *
 * A figure is a metric or a setting of a run, named as in run_columns.h.
 */
#ifndef UPKEEP_EXPECTATION_H
#define UPKEEP_EXPECTATION_H

#include "base/err.h"
#include "base/relation.h"

struct expectation {
	char *left; /* name of a figure of the run: "test.pearson" */
	enum relation relation;
	char *right;  /* name of a figure of another run, or NULL: see LIMIT */
	char *run;    /* name of the other run */
	double limit; /* number to compare LEFT with if RIGHT is NULL */
};

/* Parses TEXT.  Fails with err_usage if TEXT is wrong.  The message says what
 * is wrong. */
int expectation_parse(struct expectation *e, const char *text, struct err *err);
void expectation_release(struct expectation *e);

#endif
