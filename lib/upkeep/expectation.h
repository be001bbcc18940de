/*
 * expectation.h - what a person expects of a run, written down before it
 * begins: "test.pearson >= 0.8", "val.mse < val.mse@base".
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
	char *left; /* a figure of the run: "test.pearson" */
	enum expectation_sign sign;
	char *right;  /* a figure of another run, or NULL: see LIMIT */
	char *run;    /* the name of that run */
	double limit; /* the number that LEFT is compared with */
};

/* Parses TEXT; err_usage says what is wrong with it. */
int expectation_parse(struct expectation *e, const char *text, struct err *err);
void expectation_release(struct expectation *e);
/* Returns 1 if A and B are as E has them. */
int expectation_holds(const struct expectation *e, double a, double b);

#endif
