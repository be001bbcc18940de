/*
 * torn_group.c - finds related images on both sides of the split: those of one
 * group, or a validation image that closely resembles one trained on.
 */
#include "check/check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "manifest/slip.h"

/* if there are more, evenly spread ones are taken */
enum { ASKED = 400, AMONG = 2000 };

static int by_group(const void *a, const void *b)
{
	const struct fingerprints_row *const *x = a, *const *y = b;
	int c = strcmp((*x)->group, (*y)->group);

	return c ? c : strcmp((*x)->split, (*y)->split);
}

static void find_shared(const struct fingerprints *a, struct check_report *j)
{
	const struct fingerprints_row **r = mem_zero(a->n + 1, sizeof(*r));
	struct finding f = { .what = "groups on both sides of the split",
			     .warn = NAN,
			     .advice = "split by group: leave the column split "
				       "empty and give --group" };
	size_t n = 0;

	for (size_t i = 0; i < a->n; i++)
		if (*a->row[i].group && *a->row[i].split)
			r[n++] = &a->row[i];
	qsort(r, n, sizeof(*r), by_group);
	for (size_t i = 1; i < n; i++) {
		if (strcmp(r[i - 1]->group, r[i]->group) ||
		    !strcmp(r[i - 1]->split, r[i]->split) ||
		    (f.where.n &&
		     !strcmp(f.where.at[f.where.n - 1], r[i]->group)))
			continue;
		f.number++;
		strs_add(&f.where, r[i]->group);
	}
	free(r);
	check_add(j, &f);
}

/* A clean set has no such row in the table of findings. */
static void find_alike(const struct fingerprints *a, struct check_report *j)
{
	const char **name = mem_zero(a->n + 1, sizeof(*name)), *alike[2];
	struct finding f = {
		.what = "groups that differ from another in leading zeros, "
			"blanks or case only",
		.fail = NAN,
		.advice = "give one group one name (a spreadsheet takes "
			  "leading zeros away)"
	};
	size_t n = 0;

	for (size_t i = 0; i < a->n; i++)
		if (*a->row[i].group)
			name[n++] = a->row[i].group;
	f.number = (double)slip_names(name, n, alike);
	free(name);
	if (!(f.number > 0))
		return;
	for (int k = 0; k < 2; k++)
		strs_add(&f.where, alike[k]);
	check_add(j, &f);
}

/* Chooses at most MOST rows of SPLIT, evenly spread. */
static size_t pick(const struct fingerprints *a, const char *split, size_t most,
		   size_t *to)
{
	size_t n = 0, all = 0;

	for (size_t i = 0; i < a->n; i++)
		if (fingerprints_in(a, i, split) &&
		    fingerprints_has(a, i, SOURCE))
			to[all++] = i;
	if (all <= most)
		return all;
	for (; n < most; n++)
		to[n] = to[n * all / most];
	return n;
}

static double nearest(const struct fingerprints *a, size_t i,
		      const size_t *among, size_t n)
{
	double best = -1;

	for (size_t k = 0; k < n; k++)
		best = fmax(best,
			    fingerprint_ncc(&a->image[SOURCE][i],
					    &a->image[SOURCE][among[k]], 0));
	return best;
}

static void find_near(const struct fingerprints *a, struct check_report *j)
{
	struct finding f = {
		.what = "share of val's sources that closely resemble a "
			"source in train",
		.warn = 0.1,
		.fail = NAN,
		.advice = "if these are frames or parts of one scene, keep "
			  "them together with --group"
	};
	size_t *val = mem_zero(a->n + 1, sizeof(*val));
	size_t *train = mem_zero(a->n + 1, sizeof(*train));
	size_t vals = pick(a, "val", ASKED, val);
	size_t trains = pick(a, "train", AMONG, train);

	for (size_t i = 0; i < vals; i++)
		if (nearest(a, val[i], train, trains) >= 0.95) {
			f.number++;
			strs_add(&f.where, a->row[val[i]].id);
		}
	f.number = vals && trains ? f.number / (double)vals : NAN;
	check_add(j, &f);
	free(val);
	free(train);
}

static void count_val(const struct fingerprints *a, struct check_report *j)
{
	struct finding f = {
		.what = "pairs in val",
		.fail = NAN,
		.below = 1,
		.advice = "too few for meaningful scores: give val a larger "
			  "share, or choose its images with --assign"
	};

	for (size_t i = 0; i < a->n; i++)
		f.number += fingerprints_in(a, i, "val");
	f.warn = fmax(5, ceil(0.05 * (double)a->n));
	check_add(j, &f);
}

static void run(const struct fingerprints *a, struct check_report *j)
{
	find_shared(a, j);
	find_alike(a, j);
	find_near(a, j);
	count_val(a, j);
}

const struct check check_torn_group = {
	.name = "C9",
	.about = "related images on both sides of the split",
	.run = run,
};
