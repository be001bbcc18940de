/*
 * schedule.h - computes the learning rate of each update.
 *
 *	constant	the rate itself
 *	cosine		from the rate to the end rate along half a cosine
 *			(Loshchilov and Hutter 2017)
 *	step		the rate, multiplied by the factor after every N
 *			updates
 *	plateau		the rate, multiplied by the factor after more than N
 *			validations in a row that did not lower the loss by a
 *			ten-thousandth
 *
 * No rate falls below the end rate.  With a warm-up, the rate first rises along
 * a line.  Step, plateau and cosine are PyTorch's StepLR, ReduceLROnPlateau and
 * CosineAnnealingLR.
 */
#ifndef OPTIMISE_SCHEDULE_H
#define OPTIMISE_SCHEDULE_H

#include <stdint.h>

#include "base/err.h"

enum schedule_kind {
	SCHEDULE_CONSTANT,
	SCHEDULE_COSINE,
	SCHEDULE_STEP,
	SCHEDULE_PLATEAU
};

/* names of the kinds, NULL at the end */
extern const char *const schedule_names[];

struct schedule {
	enum schedule_kind kind;
	double lr, end;	   /* the rate, and the end rate */
	double factor;	   /* for step and plateau */
	uint64_t steps;	   /* updates of the whole training */
	uint64_t warmup;   /* updates that a warm-up takes */
	uint64_t every;	   /* for step: N, in updates */
	uint64_t patience; /* for plateau: N, in validations */
};

/* what plateau has seen so far; all-zero at first */
struct schedule_seen {
	double best;	/* lowest loss */
	uint64_t seen;	/* number of validations */
	uint64_t stale; /* validations since the best, or since a cut */
	uint64_t cuts;	/* number of times the rate was cut */
};

/* Fails with err_usage if S contradicts itself. */
int schedule_check(const struct schedule *s, struct err *err);

/* Returns the rate of update STEP, which counts from 0. */
double schedule_rate(const struct schedule *s, const struct schedule_seen *seen,
		     uint64_t step);

/* Hands over the LOSS of a validation.  Returns 1 if plateau lowers the rate
 * from now on, otherwise 0. */
int schedule_validated(const struct schedule *s, struct schedule_seen *seen,
		       double loss);

/* Returns 1 if the rate of S ever changes. */
int schedule_varies(const struct schedule *s);

#endif
