/*
 * expectation.h - parses what a person expects of a run, written before it
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
	char *right;  /* figure of RUN; NULL: LEFT is compared with LIMIT */
	char *run;    /* the other run, or NULL */
	double limit; /* number that LEFT is compared with */
};

/* Parses TEXT.  Fails with err_usage if TEXT is no expectation.  The caller
 * releases E. */
int expectation_parse(struct expectation *e, const char *text, struct err *err);
void expectation_release(struct expectation *e);

#endif
