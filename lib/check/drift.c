/*
 * drift.c - finds images unlike the rest, and validation images unlike those
 * trained on.
 */
#include "check/check.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

struct usual_brightness { /* of the images trained on, or of all images */
	double median, median_mad, iqr, iqr_mad;
	double sd; /* of the medians */
	size_t n;
};

/* Returns the median as a network sees it: after normalisation, if there is
 * one. */
static double median_of(const struct fingerprints *a, size_t row,
			enum side side)
{
	const struct fingerprints_row *r = &a->row[row];

	return (a->image[side][row].median - r->offset[side]) * r->scale[side];
}

static double iqr_of(const struct fingerprints *a, size_t row, enum side side)
{
	return a->image[side][row].iqr * fabs(a->row[row].scale[side]);
}

static int has_train(const struct fingerprints *a)
{
	size_t n = 0;

	for (size_t i = 0; i < a->n; i++)
		n += (size_t)fingerprints_in(a, i, "train");
	return n >= 5;
}

/* Computes the median of FN's values over the images, and of their distances
 * from it. */
static size_t middle(const struct fingerprints *a, enum side side, check_fn *fn,
		     double *median, double *mad, double *sd)
{
	double *x = mem_zero(a->n + 1, sizeof(*x)), mean = 0, square = 0;
	int train = has_train(a);
	size_t n = 0;

	for (size_t i = 0; i < a->n; i++)
		if (fingerprints_has(a, i, side) &&
		    (!train || fingerprints_in(a, i, "train")))
			x[n++] = fn(a, i, side);
	for (size_t i = 0; i < n; i++)
		mean += x[i] / (double)n;
	for (size_t i = 0; i < n; i++)
		square += (x[i] - mean) * (x[i] - mean) / (double)n;
	*sd = sqrt(square);
	*median = check_median(x, n);
	for (size_t i = 0; i < n; i++)
		x[i] = fabs(x[i] - *median);
	*mad = check_median(x, n);
	free(x);
	return n;
}

static double score(double x, double median, double mad, double least)
{
	double sd = fmax(1.4826 * mad, least);

	return sd > 0 ? fabs(x - median) / sd : 0;
}

static void find_odd(const struct fingerprints *a, enum side side,
		     const struct usual_brightness *u, struct check_report *j)
{
	struct finding f = {
		.warn = 6,
		.fail = NAN,
		.number = NAN,
		.advice = side == SOURCE ?
				  "look at these: another lamp, exposure or "
				  "sample; normalise sources by image, or "
				  "leave them out" :
				  "look at these: another lamp, exposure or "
				  "sample; correct them, or leave them out"
	};

	f.what = side ? "oddest target's brightness or contrast, robust z" :
			"oddest source's brightness or contrast, robust z";
	for (size_t i = 0; i < a->n && u->n >= 5; i++) {
		/* A deviation that is small compared with an image's contrast
		 * does not matter, however alike the others are. */
		double least = 0.2 * u->iqr, z;

		if (!fingerprints_has(a, i, side))
			continue;
		z = fmax(score(median_of(a, i, side), u->median, u->median_mad,
			       least),
			 score(iqr_of(a, i, side), u->iqr, u->iqr_mad, least));
		f.number = fmax(f.number, z);
		if (z > f.warn)
			strs_add(&f.where, a->row[i].id);
	}
	check_add(j, &f);
}

/* Returns the share of an image's pixels that are at most X. */
static double below(const struct fingerprint *p, double x)
{
	int low = 0, high = FINGERPRINT_PARTS;
	double a, b;

	if (x < p->part[0])
		return 0;
	if (x >= p->part[high])
		return 1;
	while (high - low > 1) {
		int mid = (low + high) / 2;

		if (p->part[mid] <= x)
			low = mid;
		else
			high = mid;
	}
	a = p->part[low];
	b = p->part[high];
	return (low + (x - a) / (b - a)) / FINGERPRINT_PARTS;
}

/* Returns the share of an image's normalised pixels that are at most X. */
static double share(const struct fingerprints *a, size_t row, enum side side,
		    double x)
{
	double scale = a->row[row].scale[side], b;

	b = below(&a->image[side][row], x / scale + a->row[row].offset[side]);
	return scale < 0 ? 1 - b : b;
}

struct value_span {
	double low, high, train, val; /* range of values; numbers of images */
};

static void find_span(const struct fingerprints *a, enum side side,
		      struct value_span *s)
{
	*s = (struct value_span){ INFINITY, -INFINITY, 0, 0 };
	for (size_t i = 0; i < a->n; i++) {
		const struct fingerprint *p = &a->image[side][i];
		const struct fingerprints_row *r = &a->row[i];
		double x, y;

		if (!fingerprints_has(a, i, side))
			continue;
		x = (p->low - r->offset[side]) * r->scale[side];
		y = (p->high - r->offset[side]) * r->scale[side];
		s->low = fmin(s->low, fmin(x, y));
		s->high = fmax(s->high, fmax(x, y));
		s->train += fingerprints_in(a, i, "train");
		s->val += fingerprints_in(a, i, "val");
	}
}

/* Returns the largest difference between the shares of train's and of val's
 * pixels that lie below a value (Kolmogorov and Smirnov); each image counts the
 * same. */
static double distance(const struct fingerprints *a, enum side side)
{
	struct value_span s;
	double most = 0;

	find_span(a, side, &s);
	if (s.train < 1 || s.val < 1)
		return NAN;
	for (int c = 0; c <= 256; c++) {
		double x = s.low + (s.high - s.low) * c / 256;
		double train = 0, val = 0;

		for (size_t i = 0; i < a->n; i++) {
			if (!fingerprints_has(a, i, side))
				continue;
			if (fingerprints_in(a, i, "train"))
				train += share(a, i, side, x);
			else if (fingerprints_in(a, i, "val"))
				val += share(a, i, side, x);
		}
		most = fmax(most, fabs(train / s.train - val / s.val));
	}
	return most;
}

/* Few images differ from a few others by chance: the distance that images of
 * one kind exceed once in a hundred times (Smirnov 1948), but at least 0.5, and
 * at most 0.9, which is another kind whatever their number. */
static double too_far(const struct fingerprints *a, enum side side)
{
	struct value_span s;

	find_span(a, side, &s);
	if (s.train < 1 || s.val < 1)
		return 0.5;
	return fmax(0.5, fmin(0.9, 1.63 * sqrt(1 / s.train + 1 / s.val)));
}

static void run(const struct fingerprints *a, struct check_report *j)
{
	for (int s = 0; s < SIDES; s++) {
		struct finding f = { .warn = 0.2, .fail = too_far(a, s) };
		struct usual_brightness u;
		double sd;

		u.n = middle(a, s, median_of, &u.median, &u.median_mad, &u.sd);
		middle(a, s, iqr_of, &u.iqr, &u.iqr_mad, &sd);
		find_odd(a, s, &u, j);
		f.what = s ? "train against val, targets, KS distance" :
			     "train against val, sources, KS distance";
		f.number = distance(a, s);
		f.advice = "val differs from what is trained on: split with "
			   "--group into more groups, or find what differs";
		check_add(j, &f);
		f = (struct finding){ .warn = 0.5, .fail = NAN };
		f.what = s ? "spread of targets' medians over their IQR" :
			     "spread of sources' medians over their IQR";
		f.number = u.n >= 5 && u.iqr > 0 ? u.sd / u.iqr : NAN;
		f.advice = s == SOURCE ?
				   "brightness drifts from image to image: "
				   "normalise sources by image" :
				   "brightness drifts from image to image: "
				   "correct the lamp, exposure or background; "
				   "normalising targets by image would only "
				   "hide it from the scores";
		check_add(j, &f);
	}
}

const struct check check_drift = {
	.name = "C10",
	.about = "drift, outliers, val images unlike the train images",
	.run = run,
};
