/*
 * schedule.h - the learning rate of each update.
 *
 *	constant	the rate itself
 *	cosine		from the rate to the end rate along half a cosine
 *			(Loshchilov and Hutter 2017)
 *	step		times the factor after every so many updates
 *	plateau		times the factor after so many validations in a row
 *			without a loss that is better by a ten-thousandth
 *
 * With a warm-up the first updates have a rate that rises to it along a line.
 * step, plateau and cosine are PyTorch's StepLR, ReduceLROnPlateau and
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
	double lr, end;	   /* rate, and the lowest rate */
	double factor;	   /* of step and plateau */
	uint64_t steps;	   /* updates of the whole training */
	uint64_t warmup;   /* updates until the rate is reached */
	uint64_t every;	   /* updates, of step */
	uint64_t patience; /* validations, of plateau */
};

/* What plateau has seen so far; all-zero is the start. */
struct schedule_seen {
	double best;	/* least loss */
	uint64_t seen;	/* validations */
	uint64_t stale; /* validations since the best one, or since a cut */
	uint64_t cuts;	/* how often the rate was multiplied */
};

/* Fails with err_usage if S makes no sense. */
int schedule_check(const struct schedule *s, struct err *err);

/* Returns the rate of update STEP, which counts from 0. */
double schedule_rate(const struct schedule *s, const struct schedule_seen *seen,
		     uint64_t step);

/* Takes note of the loss of a validation.  Returns 1 if plateau lowers the rate
 * from now on. */
int schedule_validated(const struct schedule *s, struct schedule_seen *seen,
		       double loss);

/* Returns 1 if the rate of S ever changes. */
int schedule_varies(const struct schedule *s);

#endif
