/* check.c - checks and what they find.  See check.h. */
#include "check/check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

#include "registry.h"

#define DECLARE(name) extern const struct check check_##name;
CHECKS(DECLARE)

#define LIST(name) &check_##name,
const struct check *const checks[] = { CHECKS(LIST) NULL };

void check_add(struct check_report *j, struct finding *f)
{
	finding_add(&j->found, j->check->name, f);
}

void check_run(struct check_report *j, const struct fingerprints *a)
{
	for (size_t i = 0; checks[i]; i++) {
		j->check = checks[i];
		j->check->run(a, j);
	}
}

/* The findings of each check, for each channel K of the sources with each
 * channel G of the targets: at g * n[SOURCE] + k. */
struct each_channel {
	struct check_report *list;
	size_t n[SIDES];
};

/* Appends what a finding of channel K of N of the sources says: check C7
 * compares one with the targets. */
static void add_source(struct buf *to, const struct check *c, size_t n,
		       size_t k)
{
	const char *word = n > 2 ? "channels" : "channel", *between = "";

	buf_printf(to, ", source channel %zu", k);
	if (strcmp(c->name, "C7"))
		return;
	buf_printf(to, " (not compared: %s ", word);
	for (size_t i = 0; i < n; i++) {
		if (i == k)
			continue;
		buf_printf(to, "%s%zu", between, i);
		between = ", ";
	}
	buf_char(to, ')');
}

/* Returns in how many channels of the other side channel WHICH of SIDE has the
 * finding in ROW of FROM, too. */
static size_t count_same(const struct each_channel *e, enum side side,
			 size_t which, const struct findings *from, size_t row)
{
	size_t n = e->n[SOURCE], same = 0;

	for (size_t i = 0; i < e->n[side == SOURCE ? TARGET : SOURCE]; i++) {
		size_t at = side == SOURCE ? i * n + which : which * n + i;

		same += (size_t)finding_has(&e->list[at].found, from, row);
	}
	return same;
}

/* Adds what check C found of channel K of the sources and G of the targets,
 * and says of which it is true; what is true of all channels of a side is added
 * for the first. */
static void take(struct check_report *j, const struct check *c,
		 const struct each_channel *e, size_t k, size_t g)
{
	const struct findings *from = &e->list[g * e->n[SOURCE] + k].found;
	int compared = !strcmp(c->name, "C7");

	for (size_t row = 0; row < from->table.rows; row++) {
		int all_targets, all_sources;
		struct buf text = { 0 };

		if (strcmp(tsv_get(&from->table, row, 0), c->name))
			continue;
		all_targets = !compared && count_same(e, SOURCE, k, from,
						      row) == e->n[TARGET];
		all_sources = !compared && count_same(e, TARGET, g, from,
						      row) == e->n[SOURCE];
		if ((all_targets && g) || (all_sources && k))
			continue;
		if (!all_sources && e->n[SOURCE] > 1)
			add_source(&text, c, e->n[SOURCE], k);
		if (!all_targets && e->n[TARGET] > 1)
			buf_printf(&text, ", target channel %zu", g);
		finding_copy(&j->found, from, row, buf_text(&text));
		buf_release(&text);
	}
}

void check_run_channels(struct check_report *j, const struct fingerprints *a,
			const size_t n[SIDES])
{
	struct each_channel e = { .n = { n[SOURCE], n[TARGET] } };
	size_t all = n[SOURCE] * n[TARGET];

	if (all == 1) {
		check_run(j, a);
		return;
	}
	e.list = mem_zero(all, sizeof(*e.list));
	for (size_t i = 0; i < all; i++) {
		e.list[i].found.allow = j->found.allow;
		check_run(&e.list[i], &a[i]);
	}
	for (size_t i = 0; checks[i]; i++) {
		for (size_t at = 0; at < all; at++) {
			size_t g = at / n[SOURCE], k = at % n[SOURCE];

			if (strcmp(checks[i]->name, "C7") ||
			    k == fingerprints_best(a + g * n[SOURCE],
						   n[SOURCE]))
				take(j, checks[i], &e, k, g);
		}
		j->check = checks[i];
		if (j->check->compare)
			j->check->compare(a, n, j);
	}
	for (size_t i = 0; i < all; i++)
		check_release(&e.list[i]);
	free(e.list);
}

void check_release(struct check_report *j)
{
	finding_release(&j->found);
}

int check_known(const char *name)
{
	for (size_t i = 0; checks[i]; i++)
		if (!strcmp(name, checks[i]->name))
			return 1;
	return 0;
}

void check_worst(struct check_report *j, const struct fingerprints *a,
		 enum side side, struct finding f, check_fn *measure)
{
	struct finding one = f;
	int any = 0;

	f.number = NAN;
	for (size_t i = 0; i < a->n; i++) {
		if (!fingerprints_has(a, i, side))
			continue;
		one.number = measure(a, i, side);
		if (isnan(one.number))
			continue;
		if (!any ||
		    (f.below ? one.number < f.number : one.number > f.number))
			f.number = one.number;
		any = 1;
		if (finding_verdict(&one) != VERDICT_PASS)
			strs_add(&f.where, a->row[i].id);
	}
	check_add(j, &f);
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double check_median(double *x, size_t n)
{
	if (!n)
		return NAN;
	qsort(x, n, sizeof(*x), by_value);
	return (x[(n - 1) / 2] + x[n / 2]) / 2;
}
