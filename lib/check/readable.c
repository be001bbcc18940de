/*
 * readable.c - finds files that cannot be read or that changed since the
 * manifest was made, and pixels that are not numbers.
 */
#include "check/check.h"

#include <math.h>

static double nonfinite(const struct fingerprints *a, size_t row,
			enum side side)
{
	return (double)a->image[side][row].nonfinite;
}

/* Says which images are corrected by a file that changed. */
static void recorrected(const struct fingerprints *a, struct check_report *j)
{
	struct finding f = {
		.what = "images whose dark or flat image changed since the "
			"manifest was made",
		.warn = NAN,
		.advice = "put the old file back, or rebuild the manifest with "
			  "xp-pairs --table and fit again what was fitted to "
			  "the old images, such as the normalisation"
	};

	for (size_t i = 0; i < a->n; i++)
		for (int s = 0; s < SIDES; s++)
			if (a->row[i].recorrected[s]) {
				f.number++;
				strs_add(&f.where, a->row[i].id);
			}
	if (f.where.n)
		check_add(j, &f);
}

static void run(const struct fingerprints *a, struct check_report *j)
{
	struct finding broken = { .warn = NAN };
	struct finding f = {
		.warn = NAN,
		.advice = "repair what wrote them, or leave the pair out: one "
			  "such pixel spoils a network"
	};
	struct finding changed = { .warn = NAN };
	const char *trouble = NULL;

	for (size_t i = 0; i < a->n; i++)
		for (int s = 0; s < SIDES; s++) {
			const struct fingerprint *p = &a->image[s][i];

			if (p->trouble || !p->n) {
				broken.number++;
				strs_add(&broken.where, a->row[i].id);
			}
			trouble = trouble ? trouble : p->trouble;
			if (a->row[i].changed[s]) {
				changed.number++;
				strs_add(&changed.where, a->row[i].id);
			}
		}
	broken.what = "images that cannot be read";
	broken.advice = trouble ? trouble : "no pixel in it is a number";
	check_add(j, &broken);
	changed.what = "images changed since the manifest was made";
	changed.advice =
		"rebuild the manifest with xp-pairs --table, then fit again "
		"what was fitted to the old images, such as the normalisation";
	check_add(j, &changed);
	recorrected(a, j);
	f.what = "worst source's pixels that are not numbers";
	check_worst(j, a, SOURCE, f, nonfinite);
	f.what = "worst target's pixels that are not numbers";
	check_worst(j, a, TARGET, f, nonfinite);
}

const struct check check_readable = {
	.name = "C3",
	.about = "files cut short or changed, pixels that are not numbers",
	.run = run,
};
