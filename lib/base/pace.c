/*
 * pace.c - see pace.h.
 */
#include "base/pace.h"

#include <math.h>

#include "base/clock.h"

#define MEMORY 100 /* how many are remembered, about */

void pace_add(struct pace *p, enum pace_kind kind, double seconds)
{
	uint64_t n = ++p->timed[kind];

	p->seconds[kind] += (seconds - p->seconds[kind]) /
			    (double)(n < MEMORY ? n : MEMORY);
}

double pace_lap(struct pace *p, enum pace_kind kind, double began)
{
	double now = clock_seconds();

	pace_add(p, kind, now - began);
	return now;
}

/* Returns how often one of KIND is still due. */
static double due(const struct pace_plan *plan, enum pace_kind kind)
{
	uint64_t every = plan->every[kind];

	if (!every || plan->step >= plan->steps)
		return 0;
	return (double)(plan->steps / every - plan->step / every +
			(plan->steps % every != 0));
}

double pace_left(const struct pace *p, const struct pace_plan *plan)
{
	double step = p->seconds[PACE_STEP];
	double validation = p->timed[PACE_VALIDATION] ?
				    p->seconds[PACE_VALIDATION] :
				    plan->validation * step;

	if (!p->timed[PACE_STEP])
		return NAN;
	return step * (double)(plan->steps - plan->step) +
	       validation * due(plan, PACE_VALIDATION) +
	       p->seconds[PACE_SAVE] * due(plan, PACE_SAVE);
}
