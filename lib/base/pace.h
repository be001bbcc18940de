/*
 * pace.h - estimates how much time is left, from how long steps, validations
 * and checkpoints have taken.
 */
#ifndef BASE_PACE_H
#define BASE_PACE_H

#include <stdint.h>

enum pace_kind { PACE_STEP, PACE_VALIDATION, PACE_SAVE, PACE_KINDS };

struct pace { /* all-zero at first */
	/* seconds that one of each kind takes: the mean of the first hundred,
	 * then a mean in which later ones weigh more */
	double seconds[PACE_KINDS];
	uint64_t timed[PACE_KINDS]; /* number that SECONDS comes from */
};

struct pace_plan {
	uint64_t step, steps; /* number of steps done, and of all steps */
	/* steps between two validations and between two checkpoints
	 * (PACE_SAVE); 0: there are none.  Another of each comes after the last
	 * step.  PACE_STEP's entry is not used. */
	uint64_t every[PACE_KINDS];
	/* duration of a validation in steps, used until one was timed */
	double validation;
};

/* Records that one of KIND has taken SECONDS. */
void pace_add(struct pace *p, enum pace_kind kind, double seconds);

/* Records that one of KIND began at BEGAN (clock_seconds) and ends now.
 * Returns the time now (clock_seconds). */
double pace_lap(struct pace *p, enum pace_kind kind, double began);

/* Returns how many seconds the rest of PLAN will take, or NAN if no step was
 * timed yet.  Checkpoints count only once one was timed. */
double pace_left(const struct pace *p, const struct pace_plan *plan);

#endif
