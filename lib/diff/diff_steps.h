/*
 * diff_steps.h - finds the first step at which two trainings differ, by their
 * fingerprints (train/step_print.h, xp-formats(5)).
 *
 * Inside lib/diff only.
 */
#ifndef DIFF_DIFF_STEPS_H
#define DIFF_DIFF_STEPS_H

#include <stdint.h>

#include "base/buf.h"
#include "base/strs.h"

/* what differs first, in the order in which a step computes it */
enum diff_steps_what {
	DIFF_STEPS_NONE, /* nothing: the tables are equal */
	DIFF_STEPS_BATCH,
	DIFF_STEPS_PIXELS,
	DIFF_STEPS_LOSS,
	DIFF_STEPS_GRADIENT,
	DIFF_STEPS_WEIGHTS,
	DIFF_STEPS_END, /* one table has fewer steps */
	/* tables that cannot be compared: different tensors, or no
	 * fingerprints */
	DIFF_STEPS_NETWORK,
};

struct diff_steps {
	enum diff_steps_what what;
	uint64_t step; /* step of the difference; 0: before the first update */
	/* last earlier step at which both have equal weights */
	uint64_t since;
	int has_weights;   /* 1: SINCE is such a step */
	uint64_t steps[2]; /* number of steps in each table */
	/* for DIFF_STEPS_GRADIENT and DIFF_STEPS_WEIGHTS: numbers of tensors
	 * that differ and of all; 0: the step has no hashes of tensors */
	size_t tensors, all;
	struct strs names; /* names of the tensors that differ */
	double loss[2];	   /* losses of both trainings, for DIFF_STEPS_LOSS */
	/* difference of LOSS, in units in the last place; UINT64_MAX: one is
	 * not a number */
	uint64_t ulp;
};

/* Returns 1 if B is a table of fingerprints. */
int diff_steps_is(const struct buf *b);

/* Compares the tables A and B.  They may be damaged: a line that cannot be read
 * counts as different.  The caller releases D. */
void diff_steps(struct diff_steps *d, const struct buf *a, const struct buf *b);
void diff_steps_release(struct diff_steps *d);

/* Appends the first difference: "step 3: the loss, 0.25 and 0.5 (...)". */
void diff_steps_text(const struct diff_steps *d, struct buf *to);

/* Returns the name of WHAT: "batch", "pixels" ... */
const char *diff_steps_name(enum diff_steps_what what);

#endif
