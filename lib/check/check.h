/*
 * check.h - what is wrong with a set of pairs, before anything is trained.
 * One check, one file; its name goes into CHECKS in Makefile.am and
 * nowhere else.
 */
#ifndef CHECK_CHECK_H
#define CHECK_CHECK_H

#include "base/strs.h"
#include "check/fingerprints.h"

struct check_report {
	struct tsv table;	  /* a row for each finding */
	const struct strs *allow; /* checks whose failures are accepted */
	size_t warned, failed;
	const struct check *check; /* the one that is running */
};

struct finding {
	const char *what; /* what the number is */
	double number;
	double warn, fail;  /* thresholds; NAN: none */
	int below;	    /* numbers below them are findings, not above */
	struct strs where;  /* ids; taken over by check_add */
	const char *advice; /* what to do then, one sentence */
};

struct check {
	const char *name;  /* "C1" */
	const char *about; /* what it catches */
	void (*run)(const struct fingerprints *a, struct check_report *j);
};

/* All of them, in the order of CHECKS; NULL ends. */
extern const struct check *const checks[];

void check_add(struct check_report *j, struct finding *f);

/* Run all checks and fill the table: check, verdict, what, number,
 * threshold, where, advice. */
void check_run(struct check_report *j, const struct fingerprints *a);
void check_release(struct check_report *j);

/* Whether there is a check of that name. */
int check_known(const char *name);

/* For checks that measure each image of a SIDE: complete F by the number of
 * the worst one and the ids of those beyond a threshold, and add it.  An image
 * whose number is NAN does not count. */
typedef double check_fn(const struct fingerprints *a, size_t row,
			enum side side);
void check_worst(struct check_report *j, const struct fingerprints *a,
		 enum side side, struct finding f, check_fn *measure);

/* Returns the median of N numbers, which it sorts; NAN when N is 0. */
double check_median(double *x, size_t n);

#endif
