/*
 * check_offset.c - targets that do not lie on their sources.
 *
 * A network learns a constant shift, so that no loss ever shows it.
 */
#include "image/judge.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

static const double clear = 1.5;	/* quality of a shift to be believed */

struct shifts {
	double *y, *x;		/* of the clear ones; sorted by the median */
	size_t n;
	double my, mx;
	double quality;		/* median of all */
	size_t agree;		/* pairs, clear or not, that lie as the median
				   of the clear ones does */
};

static int lies_apart(const struct shifts *s, const struct shift *one)
{
	return hypot(one->y - s->my, one->x - s->mx) > 3;
}

static void collect(struct shifts *s, const struct album *a)
{
	double *quality = mem_zero(a->n + 1, sizeof(*quality));

	s->y = mem_zero(a->n + 1, sizeof(*s->y));
	s->x = mem_zero(a->n + 1, sizeof(*s->x));
	for (size_t i = 0; i < a->n; i++) {
		const struct shift *one = &a->row[i].shift;

		if (one->quality < clear)
			continue;
		s->y[s->n] = one->y;
		s->x[s->n++] = one->x;
	}
	for (size_t i = 0; i < a->n; i++)
		quality[i] = a->row[i].shift.quality;
	s->quality = judge_median(quality, a->n);
	free(quality);
	s->my = judge_median(s->y, s->n);
	s->mx = judge_median(s->x, s->n);
	for (size_t i = 0; s->n && i < a->n; i++)
		s->agree += a->row[i].shift.quality > 0 &&
			    !lies_apart(s, &a->row[i].shift);
}

/* Of pairs that show nothing in common one in ten is clear by chance, but
 * then no two agree. */
static int is_known(const struct shifts *s, size_t pairs)
{
	size_t least = pairs < 2 ? 1 : pairs < 10 ? 2 : (pairs + 4) / 5;

	return (s->n >= 4 && 2 * s->n > pairs) ||
	       (s->n && s->agree >= least);
}

/* How far the clear ones lie from their median, in the middle. */
static double spread(struct shifts *s, const struct album *a)
{
	size_t n = 0;

	for (size_t i = 0; i < a->n; i++) {
		const struct shift *one = &a->row[i].shift;

		if (one->quality >= clear)
			s->y[n++] = hypot(one->y - s->my, one->x - s->mx);
	}
	return judge_median(s->y, n);
}

/* A pair that does not lie as the rest do.  Where the usual one is clear by
 * far, one that is not is odd in itself; else its shift must be clearer. */
static void find_odd(const struct shifts *s, const struct album *a,
		     struct judge *j)
{
	struct finding f = { .fail = NAN, .what = "pairs that do not lie as "
		"the rest", .advice = "look at these: a stage that jumped, or "
		"the target of another source" };
	int sure = s->quality >= 2 * clear;

	for (size_t i = 0; i < a->n; i++) {
		const struct shift *one = &a->row[i].shift;
		int far = lies_apart(s, one);

		if (sure ? far || one->quality < clear :
		    far && one->quality >= 2) {
			f.number++;
			strs_add(&f.where, a->row[i].id);
		}
	}
	judge_add(j, &f);
}

static void run(const struct album *a, struct judge *j)
{
	struct finding share = { .what = "share of pairs with a clear offset",
		.number = NAN, .warn = NAN, .fail = NAN, .advice = "" };
	struct finding f = { .warn = 1, .fail = 3 };
	struct shifts s = { 0 };

	collect(&s, a);
	share.number = (double)s.n / (a->n ? (double)a->n : 1);
	judge_add(j, &share);
	f.what = "median offset of targets, pixels";
	f.advice = "--register writes each pair's offset, and training goes "
		   "by it";
	if (is_known(&s, a->n)) {
		f.number = hypot(s.my, s.mx);
		judge_add(j, &f);
		f = (struct finding){ .warn = 1.5, .fail = NAN,
			.number = spread(&s, a) };
		f.what = "median distance from that, pixels";
		f.advice = "each pair is off by another amount; --register "
			   "writes by how much";
		judge_add(j, &f);
		find_odd(&s, a, j);
	} else {
		f.number = NAN;
		f.what = "median offset of targets, pixels: not clear enough";
		judge_add(j, &f);
	}
	free(s.y);
	free(s.x);
}

const struct check check_offset = {
	.name = "C7", .about = "targets that do not lie on their sources",
	.run = run,
};
