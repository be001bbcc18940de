/*
 * registration.c - finds targets that do not lie on their sources.
 *
 * A network learns a constant shift, so the loss does not show it.
 */
#include "check/registration.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "check/mixed_up.h"

static const double clear = PHASE_CLEAR;

struct shifts {
	double *y, *x;	/* room for the shifts */
	size_t n;	/* number of clear shifts */
	double my, mx;	/* the usual shift */
	double quality; /* median quality of all pairs */
	/* number of pairs, clear or not, whose shift is near the median of the
	 * clear ones */
	size_t agree;
	size_t about; /* number of pairs at most 12 pixels from it */
};

static double length(double y, double x)
{
	return sqrt(y * y + x * x);
}

static double distance(const struct shifts *s, const struct measured_shift *one)
{
	return length(one->y - s->my, one->x - s->mx);
}

static int lies_apart(const struct shifts *s, const struct measured_shift *one)
{
	return distance(s, one) > 3;
}

/* Returns 1 if a shift is clear, and not by chance. */
static int is_sure(const struct measured_shift *one)
{
	return one->quality >= clear && !isnan(one->halves);
}

/* Finds the median shift of the clear pairs.  If few are clear, all pairs whose
 * shift is near it count. */
static void find_median(struct shifts *s, const struct fingerprints *a)
{
	size_t n = 0;

	s->my = check_median(s->y, s->n);
	s->mx = check_median(s->x, s->n);
	for (size_t i = 0; s->n && i < a->n; i++) {
		const struct measured_shift *one = &a->row[i].shift;

		s->about += one->quality > 0 && distance(s, one) <= 12;
		if (!(one->quality > 0) || lies_apart(s, one))
			continue;
		s->y[n] = one->y;
		s->x[n++] = one->x;
	}
	s->agree = n;
	if (n && 2 * s->n <= a->n) {
		s->my = check_median(s->y, n);
		s->mx = check_median(s->x, n);
	}
}

static void collect(struct shifts *s, const struct fingerprints *a)
{
	double *quality = mem_zero(a->n + 1, sizeof(*quality));

	s->y = mem_zero(a->n + 1, sizeof(*s->y));
	s->x = mem_zero(a->n + 1, sizeof(*s->x));
	for (size_t i = 0; i < a->n; i++) {
		const struct measured_shift *one = &a->row[i].shift;

		quality[i] = one->quality;
		if (one->quality < clear)
			continue;
		s->y[s->n] = one->y;
		s->x[s->n++] = one->x;
	}
	s->quality = check_median(quality, a->n);
	free(quality);
	find_median(s, a);
}

/* Returns 1 if the usual shift is known.  Of pairs that have nothing in common,
 * one in ten is clear by chance, but no two of these agree.  If a ring in one
 * image corresponds to something smaller in the other, the peak is a ring, too:
 * then some pairs agree by chance, but most do not. */
static int is_known(const struct shifts *s, size_t pairs)
{
	size_t least = pairs < 2 ? 1 : pairs < 10 ? 2 : (pairs + 4) / 5;

	return (s->n >= 4 && 2 * s->n > pairs) ||
	       (s->n && s->agree >= least && 2 * s->agree > s->about);
}

/* Returns the median distance of pairs from the usual shift, minus the error of
 * the measurement: half the difference between the halves of a pair.  If the
 * halves of a pair disagree, nobody knows whether the pair or the measurement
 * is off. */
static double spread(const struct shifts *s, const struct fingerprints *a)
{
	double *off = mem_zero(a->n + 1, sizeof(*off));
	double *blur = mem_zero(a->n + 1, sizeof(*blur)), both, blurred;
	size_t n = 0;

	for (size_t i = 0; i < a->n; i++) {
		const struct measured_shift *one = &a->row[i].shift;

		if (!is_sure(one))
			continue;
		off[n] = distance(s, one);
		blur[n++] = one->halves / 2;
	}
	both = check_median(off, n);
	blurred = check_median(blur, n);
	both = both * both - blurred * blurred;
	free(off);
	free(blur);
	return n >= 4 && 10 * n >= a->n ? sqrt(fmax(both, 0)) : NAN;
}

/* Returns how strongly a pair supports the usual shift, even if it supports
 * another one more; NAN: the usual shift is too far to tell. */
static double support(const struct shifts *s, const struct measured_shift *one)
{
	enum { BY = 4, REACH = PHASE_NEAR - BY };
	long y = lrint(s->my) + PHASE_NEAR, x = lrint(s->mx) + PHASE_NEAR;
	int most = 0;

	if (labs(y - PHASE_NEAR) > REACH || labs(x - PHASE_NEAR) > REACH)
		return NAN;
	for (long v = y - BY; v <= y + BY; v++)
		for (long u = x - BY; u <= x + BY; u++)
			if (one->near[v][u] > most)
				most = one->near[v][u];
	return most;
}

struct usual_pair { /* medians over all pairs */
	double support, content;
};

static struct usual_pair usual(const struct shifts *s,
			       const struct fingerprints *a)
{
	double *x = mem_zero(a->n + 1, sizeof(*x));
	struct usual_pair u;

	for (size_t i = 0; i < a->n; i++)
		x[i] = support(s, &a->row[i].shift);
	u.support = check_median(x, a->n);
	for (size_t i = 0; i < a->n; i++)
		x[i] = a->row[i].shift.content;
	u.content = check_median(x, a->n);
	free(x);
	return u;
}

/* Returns 1 if a pair is not shifted like the rest.  If most pairs are very
 * clear, a pair that is unclear is odd in itself, provided that it shows as
 * much as others do: with few cells near the border nobody can tell.  Otherwise
 * its own shift must be clearer. */
static int is_odd(const struct shifts *s, const struct usual_pair *u,
		  const struct measured_shift *one)
{
	int far = lies_apart(s, one), all_clear = s->quality >= 2 * clear;
	double speaks = support(s, one);

	if (one->quality >= 2 && far && (is_sure(one) || !all_clear))
		return isnan(speaks) || 2 * speaks < u->support;
	if (all_clear && (far || one->quality < clear))
		return 3 * one->content >= 2 * u->content &&
		       (isnan(speaks) || 2 * speaks < u->support);
	return 0;
}

static void find_odd(const struct shifts *s, const struct fingerprints *a,
		     struct check_report *j)
{
	struct finding f = {
		.fail = NAN,
		.what = "pairs shifted unlike the rest",
		.advice =
			"look at these: the stage moved, or the target belongs "
			"to another source"
	};
	struct usual_pair u = usual(s, a);

	for (size_t i = 0; i < a->n; i++)
		if (is_odd(s, &u, &a->row[i].shift)) {
			f.number++;
			strs_add(&f.where, a->row[i].id);
		}
	check_add(j, &f);
}

/* Frames of one scene differ by less than this. */
#define LEAST_SPREAD 0.2

static void add_better(const struct mixed_up *found,
		       const struct fingerprints *a, struct check_report *j)
{
	struct finding f = {
		.what = "how much better targets fit other sources than their "
			"own sources, mean logarithm of the correlation",
		.number = found->best - found->own,
		.warn = 0.1,
		.fail = 0.3
	};
	const char *source = a->row[found->source].id;
	const char *target = a->row[found->target].id;
	char *advice =
		mem_printf("pairs look shuffled, or targets are other "
			   "pages than their sources: the source of '%s' "
			   "fits the target of '%s' better than its own "
			   "target; check names, --key and pages",
			   source, target);

	if (found->source != found->target) {
		strs_add(&f.where, source);
		strs_add(&f.where, target);
	}
	f.advice = advice;
	check_add(j, &f);
	free(advice);
}

/* With few pairs, even the best matching is few deviations away from the
 * others.  With many, frames of one scene exceed chance. */
static void add_sure(const struct mixed_up *found, struct check_report *j)
{
	struct finding f = {
		.what = "how much better pairs fit than shuffled pairs, in "
			"standard deviations",
		.number = found->sure,
		.warn = found->pairs < 6  ? 1 :
			found->pairs < 24 ? 2 :
					    3,
		.fail = NAN,
		.below = 1,
		.advice = "nothing shows that sources and targets belong "
			  "together: look at some pairs; they may be shuffled, "
			  "or one side shows nothing of the other"
	};

	check_add(j, &f);
}

static void compare_with_others(const struct shifts *s,
				const struct fingerprints *a,
				struct check_report *j)
{
	struct finding f = { .what = "how much better pairs fit than shuffled "
				     "pairs: pairs are too few or too alike",
			     .number = NAN,
			     .warn = NAN,
			     .fail = NAN };
	int known = is_known(s, a->n);
	struct mixed_up found;

	mixed_up_find(&found, a, known ? s->my : 0, known ? s->mx : 0);
	if (found.pairs < 3 || found.spread < LEAST_SPREAD) {
		check_add(j, &f);
		return;
	}
	add_better(&found, a, j);
	add_sure(&found, j);
}

static const char *const turns[FINGERPRINT_TURNS] = {
	"as they are",
	"mirrored left to right",
	"mirrored top to bottom",
	"turned by 180 degrees",
	"mirrored along the diagonal",
	"turned by 90 degrees counterclockwise",
	"turned by 90 degrees clockwise",
	"mirrored along the other diagonal",
};

/* Returns how much better a half of a pair fits turned by TURN than as it is
 * or, if OTHERS is 1, than turned in another way, on average. */
static double better_by(const struct fingerprints_row *row, int turn, int half,
			int others)
{
	double sum = 0;

	if (!others)
		return row->turned[turn][half] - row->turned[0][half];
	for (int k = 1; k < FINGERPRINT_TURNS; k++)
		if (k != turn)
			sum += row->turned[k][half];
	return row->turned[turn][half] - sum / (FINGERPRINT_TURNS - 2);
}

/* Returns the mean of that over the halves of all images, if it is clear: they
 * were measured in three pairs at least, two of three halves are for it, and it
 * is four standard errors from 0.  Otherwise 0 or, if too few were measured,
 * NAN. */
static double gain_of(const struct fingerprints *a, int turn, int others)
{
	double sum = 0, square = 0, mean, error;
	size_t n = 0, agree = 0;

	for (size_t i = 0; i < a->n; i++)
		for (int half = 0; a->row[i].is_turned && half < 2; half++) {
			double by = better_by(&a->row[i], turn, half, others);

			n++;
			sum += by;
			square += by * by;
			agree += by > 0;
		}
	if (n < 6)
		return NAN;
	mean = sum / (double)n;
	error = sqrt(fmax(square / (double)n - mean * mean, 0) /
		     (double)(n - 1));
	return 3 * agree >= 2 * n && mean > 4 * error ? mean : 0;
}

static void find_turn(const struct fingerprints *a, struct check_report *j)
{
	struct finding f = { .what = "how much better targets fit turned or "
				     "mirrored, mean logarithm of the "
				     "correlation",
			     .number = isnan(gain_of(a, 1, 0)) ? NAN : 0,
			     .warn = NAN,
			     .fail = 0.25 };
	int best = 1;
	char *advice;

	for (int k = 1; k < FINGERPRINT_TURNS; k++) {
		double gain = fmin(gain_of(a, k, 0), gain_of(a, k, 1));

		if (!(gain > f.number))
			continue;
		f.number = gain;
		best = k;
	}
	advice = mem_printf("targets fit their sources better %s: turn or "
			    "mirror the images of one side, or find out which "
			    "program or camera did",
			    turns[best]);
	f.advice = advice;
	check_add(j, &f);
	free(advice);
}

static const char *const measure_it =
	"measure each pair's shift with xp-pairs --register; training and "
	"scores then correct for it";

/* Returns the advice about a shift, or ADVICE if one shift moves all channels
 * of the targets where they belong. */
static const char *advice_for(const struct fingerprints *a, const char *advice)
{
	return a->apart ? "channels of the targets lie apart, and one shift "
			  "moves them all: align their images, or train a "
			  "network for each channel" :
			  advice;
}

static void run(const struct fingerprints *a, struct check_report *j)
{
	struct finding share = { .what = "share of pairs with a clear shift",
				 .number = NAN,
				 .warn = NAN,
				 .fail = NAN,
				 .advice = "" };
	struct finding f = { .warn = 1, .fail = 3 };
	struct shifts s = { 0 };

	collect(&s, a);
	share.number = (double)s.n / (a->n ? (double)a->n : 1);
	check_add(j, &share);
	f.what = "median shift of targets, pixels";
	f.advice = advice_for(a, measure_it);
	if (is_known(&s, a->n)) {
		f.number = length(s.my, s.mx);
		check_add(j, &f);
		f = (struct finding){ .warn = 1.5,
				      .fail = NAN,
				      .number = spread(&s, a) };
		f.what = "median distance of the pairs' shifts from their "
			 "median, pixels";
		f.advice = advice_for(
			a, "the shift differs from pair to pair; measure it "
			   "with xp-pairs --register");
		check_add(j, &f);
		find_odd(&s, a, j);
	} else {
		f.number = NAN;
		f.what = "median shift of targets, pixels: not clear enough";
		check_add(j, &f);
	}
	find_turn(a, j);
	compare_with_others(&s, a, j);
	free(s.y);
	free(s.x);
}

const struct check check_registration = {
	.name = "C7",
	.about = "targets shifted against their sources, or that belong to "
		 "other sources",
	.run = run,
};

void registration_few(const struct fingerprints *a, struct check_report *j)
{
	struct finding f = { .what = "median shift of targets in some train "
				     "pairs, pixels",
			     .number = NAN,
			     .warn = 1,
			     .fail = 3,
			     .advice = advice_for(a, measure_it) };
	struct shifts s = { 0 };

	collect(&s, a);
	if (s.n >= 2 && is_known(&s, a->n) && 2 * s.agree > a->n)
		f.number = length(s.my, s.mx);
	j->check = &check_registration;
	check_add(j, &f);
	find_turn(a, j);
	free(s.y);
	free(s.x);
}
