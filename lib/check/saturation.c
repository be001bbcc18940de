/*
 * saturation.c - pixels heaped up at the end of the range.
 */
#include "check/check.h"

#include <math.h>

static double heaped(const struct fingerprints *a, size_t row, enum side side)
{
	const struct fingerprint *p = &a->image[side][row];

	return fmax(p->at_top, p->at_bottom);
}

static void run(const struct fingerprints *a, struct check_report *j)
{
	struct finding f = { .advice =
				     "expose for less time, or leave these "
				     "out: what was cut off cannot be learnt" };

	f.what = "worst source's share of saturated pixels";
	f.warn = 0.01;
	f.fail = 0.05;
	check_worst(j, a, SOURCE, f, heaped);
	f.what = "worst target's share of saturated pixels";
	f.warn = 0.001;
	f.fail = 0.01;
	check_worst(j, a, TARGET, f, heaped);
}

const struct check check_saturation = {
	.name = "C5",
	.about = "pixels cut off at an end of the range",
	.run = run,
};
