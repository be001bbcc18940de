/*
 * expectation.h - what a person expects of a run, written down before it
 * begins: "test.pearson >= 0.8", "val.mse < val.mse@base".
 *
 * A figure is a metric or a setting, named as in run_columns.h.
 */
#ifndef UPKEEP_EXPECTATION_H
#define UPKEEP_EXPECTATION_H

#include "base/err.h"
#include "base/relation.h"

struct expectation {
	char *left; /* figure of the run: "test.pearson" */
	enum relation relation;
	char *right;  /* figure of another run, or NULL: see LIMIT */
	char *run;    /* the other run */
	double limit; /* what LEFT is compared with if RIGHT is NULL */
};

/* Parses TEXT.  Fails with err_usage, and says what is wrong.  The caller
 * releases E. */
int expectation_parse(struct expectation *e, const char *text, struct err *err);
void expectation_release(struct expectation *e);

#endif
