/*
 * blank.c - images that show nothing.
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
}

const struct check check_blank = {
	.name = "C4",
	.about = "images that are constant or show nothing",
	.run = run,
};
