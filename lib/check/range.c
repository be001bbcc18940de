/*
 * range.c - finds images that use little of the range of their type, or that
 * normalisation gives too small a range.
 */
#include "check/check.h"

#include <math.h>

/* Returns the span of PIXEL's values; 0 for floats. */
static double type_range(enum pixel type)
{
	return pixel_is_float(type) ? 0 :
				      ldexp(1, 8 * (int)pixel_bytes(type)) - 1;
}

/* Returns the part of the range that is used: of the type's range or, for a
 * normalised image, of the range as a network sees it, which should be about
 * 1. */
static double used(const struct fingerprints *a, size_t row, enum side side)
{
	const struct fingerprint *p = &a->image[side][row];
	double range = type_range(p->type);

	if (a->masks[side])
		return NAN;
	if (a->normalised)
		return (p->high - p->low) * fabs(a->row[row].scale[side]);
	return range > 0 ? (p->high - p->low) / range : NAN;
}

/* Cameras count from black: values that begin far up the type's range, and
 * use little of it, are those of an inverted image. */
static double start(const struct fingerprints *a, size_t row, enum side side)
{
	const struct fingerprint *p = &a->image[side][row];
	double range = type_range(p->type);

	return range > 0 && !a->masks[side] ? p->low / range : NAN;
}

static double step(const struct fingerprints *a, size_t row, enum side side)
{
	const struct fingerprint *p = &a->image[side][row];

	return a->masks[side] || pixel_is_float(p->type) ? NAN : p->step;
}

static void run(const struct fingerprints *a, struct check_report *j)
{
	struct finding f = { .warn = 1.0 / 64, .fail = NAN, .below = 1 };

	f.advice =
		"normalise by the values present, as xp-norm does, not by the "
		"type's range";
	if (a->normalised) {
		f.warn = NAN;
		f.fail = 1.0 / 64;
		f.advice =
			"the normalisation leaves almost nothing of the image: "
			"fit a normalisation with xp-norm";
	}
	f.what = a->normalised ? "narrowest source, after normalisation" :
				 "narrowest source, share of its type's range";
	check_worst(j, a, SOURCE, f, used);
	f.what = a->normalised ? "narrowest target, after normalisation" :
				 "narrowest target, share of its type's range";
	check_worst(j, a, TARGET, f, used);
	f = (struct finding){ .warn = 0.25, .fail = NAN };
	f.advice = "bright seems to be dark, as if the image were inverted: "
		   "invert the values, unless they are meant to be so";
	f.what = "darkest pixels of the brightest source, share of its type's "
		 "range";
	check_worst(j, a, SOURCE, f, start);
	f.fail = 0.4;
	f.what = "darkest pixels of the brightest target, share of its type's "
		 "range";
	check_worst(j, a, TARGET, f, start);
	f = (struct finding){ .warn = 1, .fail = NAN };
	f.advice =
		"fewer bits than the type has, shifted up or rescaled; check "
		"that all images were processed alike";
	f.what = "largest step between grey levels, sources";
	check_worst(j, a, SOURCE, f, step);
	f.what = "largest step between grey levels, targets";
	check_worst(j, a, TARGET, f, step);
}

const struct check check_range = {
	.name = "C6",
	.about = "a small part of the range in use, empty bits",
	.run = run,
};
