/*
 * expectation.h - what a person expects of a run, written down before the run
 * begins: "test.pearson >= 0.8", "val.mse < val.mse@base".
 *
 * A figure is a metric or a setting of a run, named as in run_columns.h.
 */
#ifndef UPKEEP_EXPECTATION_H
#define UPKEEP_EXPECTATION_H

#include "base/err.h"

enum expectation_sign {
	EXPECTATION_LESS,
	EXPECTATION_AT_MOST,
	EXPECTATION_MORE,
	EXPECTATION_AT_LEAST,
	EXPECTATION_EQUAL,
};

struct expectation {
	char *left; /* name of a figure of the run: "test.pearson" */
	enum expectation_sign sign;
	char *right;  /* name of a figure of another run, or NULL: see LIMIT */
	char *run;    /* name of the other run */
	double limit; /* number to compare LEFT with if RIGHT is NULL */
};

/* Parses TEXT.  If TEXT is wrong, this is err_usage.  The message says what is
 * wrong. */
int expectation_parse(struct expectation *e, const char *text, struct err *err);
void expectation_release(struct expectation *e);
/* Returns 1 if the sign of E holds between A (on its left) and B (on its
 * right). */
int expectation_holds(const struct expectation *e, double a, double b);

#endif
