/* check.c - checks and what they find.  See check.h. */
#include "check/check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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
