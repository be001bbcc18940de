/* check.c - checks and what they find.  See check.h. */
#include "check/check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "registry.h"

#define DECLARE(name) extern const struct check check_##name;
CHECKS(DECLARE)

#define LIST(name) &check_##name,
const struct check *const checks[] = { CHECKS(LIST) NULL };

enum { LISTED = 6 }; /* ids */

enum { CHECK, VERDICT, WHAT, NUMBER, THRESHOLD, WHERE, ADVICE, COLUMNS };

static const char *const column[COLUMNS] = {
	"check", "verdict", "what", "number", "threshold", "where", "advice",
};

static int beyond(const struct finding *f, double limit)
{
	if (isnan(limit) || isnan(f->number))
		return 0;
	return f->below ? f->number < limit : f->number > limit;
}

static char *thresholds(const struct finding *f)
{
	const char *sign = f->below ? "<" : ">";
	struct buf b = { 0 };

	if (!isnan(f->warn))
		buf_printf(&b, "WARN %s %.4g", sign, f->warn);
	if (!isnan(f->fail))
		buf_printf(&b, "%sFAIL %s %.4g", b.len ? ", " : "", sign,
			   f->fail);
	return b.len ? buf_detach(&b) : mem_str("");
}

static void set_where(struct tsv *t, size_t row, const struct strs *where)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < where->n && i < LISTED; i++)
		buf_printf(&b, "%s%s", i ? " " : "", where->at[i]);
	if (where->n > LISTED)
		buf_printf(&b, " and %zu more", where->n - LISTED);
	tsv_set(t, row, WHERE, buf_text(&b));
	buf_release(&b);
}

static void set_advice(struct tsv *t, size_t row, const char *advice,
		       const char *allowed)
{
	char *text = mem_printf("%s%s%s", advice,
				*allowed ? "; accepted by --allow " : "",
				allowed);

	tsv_set(t, row, ADVICE, text);
	free(text);
}

void check_add(struct check_report *j, struct finding *f)
{
	int fail = beyond(f, f->fail), warn = fail || beyond(f, f->warn);
	int allowed = fail && strs_has(j->allow, j->check->name);
	size_t row = tsv_add_row(&j->table);
	char *limits = thresholds(f);

	fail = fail && !allowed;
	j->failed += (size_t)fail;
	j->warned += (size_t)(warn && !fail);
	tsv_set(&j->table, row, CHECK, j->check->name);
	tsv_set(&j->table, row, VERDICT,
		fail ? "FAIL" :
		warn ? "WARN" :
		       "PASS");
	tsv_set(&j->table, row, WHAT, f->what);
	if (!isnan(f->number))
		tsv_set_real(&j->table, row, NUMBER, f->number);
	tsv_set(&j->table, row, THRESHOLD, limits);
	if (warn) {
		set_where(&j->table, row, &f->where);
		set_advice(&j->table, row, f->advice,
			   allowed ? j->check->name : "");
	}
	free(limits);
	strs_release(&f->where);
}

void check_run(struct check_report *j, const struct fingerprints *a)
{
	for (int i = 0; i < COLUMNS; i++)
		tsv_add_column(&j->table, column[i]);
	for (size_t i = 0; checks[i]; i++) {
		j->check = checks[i];
		j->check->run(a, j);
	}
}

void check_release(struct check_report *j)
{
	tsv_release(&j->table);
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
		if (beyond(&one, f.warn) || beyond(&one, f.fail))
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
