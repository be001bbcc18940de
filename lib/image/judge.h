/*
 * judge.h - what is wrong with a set of pairs, before anything is trained.
 * One check, one file; its name goes into CHECKS in Makefile.am and
 * nowhere else.
 */
#ifndef IMAGE_JUDGE_H
#define IMAGE_JUDGE_H

#include "base/strs.h"
#include "image/album.h"

struct judge {
	struct tsv table;	/* a row for each finding */
	const struct strs *allow;	/* checks that may fail: "C6" */
	size_t warned, failed;
	const struct check *check;	/* whose findings come in */
};

struct finding {
	const char *what;	/* what the number is */
	double number;
	double warn, fail;	/* when it lies beyond; NAN: never */
	int below;		/* beyond means below */
	struct strs where;	/* ids; taken over by judge_add */
	const char *advice;	/* one sentence, when it is beyond */
};

struct check {
	const char *name;	/* "C1" */
	const char *about;	/* what it catches */
	void (*run)(const struct album *a, struct judge *j);
};

/* All of them, in the order of CHECKS; NULL ends. */
extern const struct check *const checks[];

void judge_add(struct judge *j, struct finding *f);

/* Run all checks and fill the table: check, verdict, what, number,
 * threshold, where, advice. */
void judge_run(struct judge *j, const struct album *a);
void judge_release(struct judge *j);

/* Whether there is a check of that name. */
int judge_known(const char *name);

/* For checks that measure each image of a SIDE: complete F by the number
 * of the worst one and the ids of those beyond, and add it.  NAN: this
 * image does not count. */
typedef double judge_fn(const struct album *a, size_t row, enum side side);
void judge_worst(struct judge *j, const struct album *a, enum side side,
		 struct finding f, judge_fn *measure);

/* The median of N numbers, which it sorts; of none NAN. */
double judge_median(double *x, size_t n);

#endif
