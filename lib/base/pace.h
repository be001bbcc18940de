/*
 * pace.h - how long steps, validations and checkpoints take, and so how much
 * time is left.
 */
#ifndef BASE_PACE_H
#define BASE_PACE_H

#include <stdint.h>

enum pace_kind { PACE_STEP, PACE_VALIDATION, PACE_SAVE, PACE_KINDS };

struct pace { /* all-zero: nothing was timed yet */
	/* Seconds that one of each kind takes: the mean of the first hundred,
	 * then a mean in which later ones weigh more, since other programs
	 * come and go */
	double seconds[PACE_KINDS];
	uint64_t timed[PACE_KINDS]; /* how many were timed */
};

struct pace_plan {
	uint64_t step, steps; /* how many are done, of how many */
	/* Steps between validations and between checkpoints; both are also due
	 * after the last step.  0: there are none. */
	uint64_t every[PACE_KINDS];
	/* How many steps a validation takes, about: used until one was
	 * timed */
	double validation;
};

/* One of KIND has taken SECONDS. */
void pace_add(struct pace *p, enum pace_kind kind, double seconds);
/* One of KIND has taken the time since BEGAN (clock_seconds).  Returns the time
 * now. */
double pace_lap(struct pace *p, enum pace_kind kind, double began);
/* Returns the seconds until all steps of PLAN are done, with the validations
 * and checkpoints until then.  Returns NAN before a step was timed. */
double pace_left(const struct pace *p, const struct pace_plan *plan);

#endif
