/*
 * saturation.c - finds pixels heaped up at an end of the range, and hot pixels.
 */
#include "check/check.h"

#include <math.h>

#include "image/image.h"

static double at_top(const struct fingerprints *a, size_t row, enum side side)
{
	return a->masks[side] ? NAN : a->image[side][row].at_top;
}

static double at_bottom(const struct fingerprints *a, size_t row,
			enum side side)
{
	return a->masks[side] ? NAN : a->image[side][row].at_bottom;
}

static void find_heaps(const struct fingerprints *a, struct check_report *j)
{
	struct finding top = {
		.advice = "expose for less time, or leave these out: what was "
			  "cut off cannot be learnt"
	};
	struct finding bottom = {
		.warn = 0.05,
		.fail = NAN,
		.advice = "a background was subtracted, or the black level is "
			  "too low: what lay below is lost, and these pixels "
			  "show no noise; subtract less, or nothing"
	};

	top.what = "worst source's share of saturated pixels";
	top.warn = 0.01;
	top.fail = 0.05;
	check_worst(j, a, SOURCE, top, at_top);
	top.what = "worst target's share of saturated pixels";
	top.warn = 0.001;
	top.fail = 0.01;
	check_worst(j, a, TARGET, top, at_top);
	bottom.what = "worst source's share of pixels cut off at the bottom";
	check_worst(j, a, SOURCE, bottom, at_bottom);
	bottom.what = "worst target's share of pixels cut off at the bottom";
	check_worst(j, a, TARGET, bottom, at_bottom);
}

/* Returns the share of an image's variance that comes from a few hot pixels,
 * or, if DEAD is 1, from a few dead ones. */
static double share_of(const struct fingerprints *a, size_t row, enum side side,
		       int dead)
{
	const struct extreme *e = &a->image[side][row].extreme;

	if (a->masks[side])
		return NAN;
	return e->is_hot && e->is_dead == dead ? e->share : 0;
}

static double hot(const struct fingerprints *a, size_t row, enum side side)
{
	return share_of(a, row, side, 0);
}

static double dead(const struct fingerprints *a, size_t row, enum side side)
{
	return share_of(a, row, side, 1);
}

static int any_dead(const struct fingerprints *a)
{
	for (size_t i = 0; i < a->n; i++)
		for (int s = 0; s < SIDES; s++)
			if (fingerprints_has(a, i, s) && dead(a, i, s) > 0)
				return 1;
	return 0;
}

#define REMOVE(kind)                                                        \
	kind " pixels rule loss, scores and the range: remove them (Fiji: " \
	     "Process > Noise > Remove Outliers), or cut them off with "    \
	     "xp-norm --method=fixed --range=LO,HI --clip --to=DIR"

static void find_hot(const struct fingerprints *a, struct check_report *j)
{
	struct finding f = { .warn = 0.05, .fail = NAN };

	f.advice = REMOVE("hot");
	f.what = "worst source's share of variance in a few hot pixels";
	check_worst(j, a, SOURCE, f, hot);
	f.what = "worst target's share of variance in a few hot pixels";
	check_worst(j, a, TARGET, f, hot);
	if (!any_dead(a))
		return;
	f.advice = REMOVE("dead");
	f.what = "worst source's share of variance in a few dead pixels";
	check_worst(j, a, SOURCE, f, dead);
	f.what = "worst target's share of variance in a few dead pixels";
	check_worst(j, a, TARGET, f, dead);
}

/* Returns the share of saturated pixels in an image's dark or flat image. */
static double in_correction(const struct fingerprints *a, size_t row,
			    enum side side)
{
	struct image_correction c;

	return image_correction(&c, a->row[row].ref[side]) ?
		       fmax(c.dark_full, c.flat_full) :
		       NAN;
}

static int any_correction(const struct fingerprints *a, enum side side)
{
	for (size_t i = 0; i < a->n; i++)
		if (!isnan(in_correction(a, i, side)))
			return 1;
	return 0;
}

static void find_corrections(const struct fingerprints *a,
			     struct check_report *j)
{
	struct finding f = {
		.warn = IMAGE_CORRECTION_FULL,
		.fail = 0.01,
		.advice = "light fell on the dark image, or the flat one was "
			  "exposed for too long: take another"
	};

	for (enum side s = SOURCE; s <= TARGET; s++) {
		f.what = s == SOURCE ? "worst dark or flat image of the "
				       "sources, share of saturated pixels" :
				       "worst dark or flat image of the "
				       "targets, share of saturated pixels";
		if (any_correction(a, s))
			check_worst(j, a, s, f, in_correction);
	}
}

static void run(const struct fingerprints *a, struct check_report *j)
{
	find_heaps(a, j);
	find_hot(a, j);
	find_corrections(a, j);
}

const struct check check_saturation = {
	.name = "C5",
	.about = "pixels cut off at an end of the range, hot or dead pixels",
	.run = run,
};
