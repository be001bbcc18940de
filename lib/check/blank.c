/*
 * blank.c - finds images that show nothing.
 */
#include "check/check.h"

#include <math.h>

static int is_blank(const struct fingerprint *p)
{
	if (p->entropy < 0.5)
		return 1;
	if (pixel_is_float(p->type))
		return p->sd < 1e-6 * fmax(1, fabs(p->mean));
	return p->high - p->low < 4;
}

/* Only where there are stacks. */
static void check_slices(const struct fingerprints *a, struct check_report *j)
{
	struct finding f = {
		.fail = NAN,
		.what = "stacks with a slice that is constant or equals the "
			"one before",
		.advice = "look at them: the shutter was closed, or a slice "
			  "was written twice; leave such stacks out"
	};
	size_t stacks = 0;

	for (size_t i = 0; i < a->n; i++)
		for (int s = 0; s < SIDES; s++) {
			const struct fingerprint *p = &a->image[s][i];

			if (!fingerprints_has(a, i, s) || p->slices < 2)
				continue;
			stacks++;
			if (!p->constant && !p->repeated)
				continue;
			f.number++;
			strs_add(&f.where, a->row[i].id);
		}
	if (stacks)
		check_add(j, &f);
}

static void run(const struct fingerprints *a, struct check_report *j)
{
	struct finding f = { .fail = 0.05 };
	size_t n = 0;

	f.what = "share of blank images";
	f.advice = "leave them out: a constant image can be neither normalised "
		   "nor learnt";
	for (size_t i = 0; i < a->n; i++)
		for (int s = 0; s < SIDES; s++) {
			if (!fingerprints_has(a, i, s))
				continue;
			n++;
			if (!is_blank(&a->image[s][i]))
				continue;
			f.number++;
			strs_add(&f.where, a->row[i].id);
		}
	f.number /= n ? (double)n : 1;
	check_add(j, &f);
	check_slices(a, j);
}

const struct check check_blank = {
	.name = "C4",
	.about = "images that are constant or show nothing",
	.run = run,
};
