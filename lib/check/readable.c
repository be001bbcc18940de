/*
 * check_readable.c - files that cannot be read or that are not those of the
 * table, pixels that are no numbers.
 */
#include "check/check.h"

#include <math.h>

static double nonfinite(const struct fingerprints *a, size_t row,
			enum side side)
{
	return (double)a->image[side][row].nonfinite;
}

static void run(const struct fingerprints *a, struct check_report *j)
{
	struct finding broken = { .warn = NAN };
	struct finding f = {
		.warn = NAN,
		.advice = "mend what wrote them, or "
			  "leave the pair out: one such pixel spoils a network"
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
	changed.what = "images changed since the table was made";
	changed.advice =
		"--table makes the table anew; what was fitted to "
		"the old ones, as normalisation, is to be made anew, too";
	check_add(j, &changed);
	f.what = "worst source's pixels that are no numbers";
	check_worst(j, a, SOURCE, f, nonfinite);
	f.what = "worst target's pixels that are no numbers";
	check_worst(j, a, TARGET, f, nonfinite);
}

const struct check check_readable = {
	.name = "C3",
	.about = "files cut short or changed, pixels that are no "
		 "numbers",
	.run = run,
};
