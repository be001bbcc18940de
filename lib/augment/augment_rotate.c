/*
 * augment_rotate.c - rotation by any angle a about the middle of the patch:
 *
 *	v' = cos a v - sin a u,  u' = sin a v + cos a u
 *
 * so that what the patch shows is turned to the right by a.
 */
#include "augment/augment.h"

#include "base/calc.h"

static void map(struct augment_map *m, double degrees, struct rng *r)
{
	double c = calc_cos_turns(degrees / 360);
	double s = calc_sin_turns(degrees / 360);

	(void)r;
	augment_map_multiply(m, c, -s, s, c);
}

/* A corner is furthest from the middle's row after an eighth of a turn. */
static double stretch(double degrees)
{
	double a = degrees < 45 ? degrees / 360 : 0.125;

	return calc_cos_turns(a) + calc_sin_turns(a);
}

const struct augment augment_rotate = {
	.name = "rotate",
	.about = "turn source and target by up to DEGREES",
	.param = "DEGREES",
	.usual = 15,
	.most = 180,
	.share = 0.2,
	.law = AUGMENT_EITHER,
	.map = map,
	.stretch = stretch,
};
