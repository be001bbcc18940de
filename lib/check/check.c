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

/* Returns what a finding of channel K of N says of channels: check C7 compares
 * one with the targets.  The caller frees it. */
static char *about_channel(const struct check *c, size_t n, size_t k)
{
	struct buf b = { 0 };
	const char *word = n > 2 ? "channels" : "channel", *between = "";

	buf_printf(&b, ", source channel %zu", k);
	if (strcmp(c->name, "C7"))
		return buf_detach(&b);
	buf_printf(&b, " (not compared: %s ", word);
	for (size_t i = 0; i < n; i++) {
		if (i == k)
			continue;
		buf_printf(&b, "%s%zu", between, i);
		between = ", ";
	}
	buf_char(&b, ')');
	return buf_detach(&b);
}

/* Adds what check C found of channel K, unless it is the same of all. */
static void take(struct check_report *j, const struct check *c,
		 const struct check_report *each, size_t n, size_t k)
{
	const struct findings *from = &each[k].found;

	for (size_t row = 0; row < from->table.rows; row++) {
		size_t same = 0;
		char *text;

		if (strcmp(tsv_get(&from->table, row, 0), c->name))
			continue;
		for (size_t i = 0; i < n; i++)
			same += (size_t)finding_has(&each[i].found, from, row);
		text = about_channel(c, n, k);
		if (same < n || !strcmp(c->name, "C7"))
			finding_copy(&j->found, from, row, text);
		else if (!k)
			finding_copy(&j->found, from, row, "");
		free(text);
	}
}

void check_run_channels(struct check_report *j, const struct fingerprints *a,
			size_t n)
{
	struct check_report *each;
	size_t best = fingerprints_best(a, n);

	if (n == 1) {
		check_run(j, a);
		return;
	}
	each = mem_zero(n, sizeof(*each));
	for (size_t k = 0; k < n; k++) {
		each[k].found.allow = j->found.allow;
		check_run(&each[k], &a[k]);
	}
	for (size_t i = 0; checks[i]; i++)
		for (size_t k = 0; k < n; k++)
			if (k == best || strcmp(checks[i]->name, "C7"))
				take(j, checks[i], each, n, k);
	for (size_t k = 0; k < n; k++)
		check_release(&each[k]);
	free(each);
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
