/* finding.c - what a check has to say.  See finding.h. */
#include "check/finding.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { LISTED = 6 }; /* the most ids in a cell */

enum { CHECK, VERDICT, WHAT, NUMBER, THRESHOLD, WHERE, ADVICE, COLUMNS };

static const char *const column[COLUMNS] = {
	"check", "verdict", "what", "number", "threshold", "where", "advice",
};

static const char *const verdict_name[] = { "PASS", "WARN", "FAIL" };

static int beyond(const struct finding *f, double limit)
{
	if (isnan(limit) || isnan(f->number))
		return 0;
	return f->below ? f->number < limit : f->number > limit;
}

enum finding_verdict finding_verdict(const struct finding *f)
{
	if (beyond(f, f->fail))
		return VERDICT_FAIL;
	return beyond(f, f->warn) ? VERDICT_WARN : VERDICT_PASS;
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

static void make_columns(struct findings *to)
{
	for (int i = 0; i < COLUMNS; i++)
		tsv_add_column(&to->table, column[i]);
}

static enum finding_verdict fill(struct findings *to, size_t row,
				 const char *check, struct finding *f)
{
	enum finding_verdict v = finding_verdict(f);
	int allowed = v == VERDICT_FAIL && to->allow &&
		      strs_has(to->allow, check);
	char *limits = thresholds(f);

	v = allowed ? VERDICT_WARN : v;
	to->failed += v == VERDICT_FAIL;
	to->warned += v == VERDICT_WARN;
	tsv_set(&to->table, row, CHECK, check);
	tsv_set(&to->table, row, VERDICT, verdict_name[v]);
	tsv_set(&to->table, row, WHAT, f->what);
	if (!isnan(f->number))
		tsv_set_real(&to->table, row, NUMBER, f->number);
	tsv_set(&to->table, row, THRESHOLD, limits);
	if (v != VERDICT_PASS) {
		set_where(&to->table, row, &f->where);
		set_advice(&to->table, row, f->advice, allowed ? check : "");
	}
	free(limits);
	strs_release(&f->where);
	return v;
}

enum finding_verdict finding_add(struct findings *to, const char *check,
				 struct finding *f)
{
	make_columns(to);
	return fill(to, tsv_add_row(&to->table), check, f);
}

static int is_verdict(const struct findings *of, size_t row,
		      enum finding_verdict v)
{
	return !strcmp(tsv_get(&of->table, row, VERDICT), verdict_name[v]);
}

enum finding_verdict finding_put(struct findings *to, const char *check,
				 struct finding f, const char *at)
{
	size_t row = 0;

	if (at)
		strs_add(&f.where, at);
	make_columns(to);
	while (row < to->table.rows &&
	       (strcmp(tsv_get(&to->table, row, CHECK), check) ||
		strcmp(tsv_get(&to->table, row, WHAT), f.what)))
		row++;
	if (row == to->table.rows)
		return finding_add(to, check, &f);
	to->failed -= (size_t)is_verdict(to, row, VERDICT_FAIL);
	to->warned -= (size_t)is_verdict(to, row, VERDICT_WARN);
	for (int i = 0; i < COLUMNS; i++)
		tsv_set(&to->table, row, i, "");
	return fill(to, row, check, &f);
}

void finding_copy(struct findings *to, const struct findings *from, size_t row,
		  const char *suffix)
{
	char *what = mem_printf("%s%s", tsv_get(&from->table, row, WHAT),
				suffix);
	size_t new;

	make_columns(to);
	new = tsv_add_row(&to->table);
	for (int i = 0; i < COLUMNS; i++)
		tsv_set(&to->table, new, i,
			i == WHAT ? what : tsv_get(&from->table, row, i));
	to->failed += (size_t)is_verdict(from, row, VERDICT_FAIL);
	to->warned += (size_t)is_verdict(from, row, VERDICT_WARN);
	free(what);
}

int finding_has(const struct findings *of, const struct findings *from,
		size_t row)
{
	for (size_t r = 0; r < of->table.rows; r++) {
		int same = 1;

		for (int i = 0; i < COLUMNS && same; i++)
			same = !strcmp(tsv_get(&of->table, r, i),
				       tsv_get(&from->table, row, i));
		if (same)
			return 1;
	}
	return 0;
}

int finding_read(struct findings *to, const char *path, struct err *err)
{
	if (tsv_read(&to->table, path, err) < 0)
		return -1;
	for (int i = 0; i < COLUMNS; i++)
		if (tsv_column(&to->table, column[i]) != i)
			return err_data(err, "'%s': not a table of findings",
					path);
	for (size_t row = 0; row < to->table.rows; row++) {
		to->failed += (size_t)is_verdict(to, row, VERDICT_FAIL);
		to->warned += (size_t)is_verdict(to, row, VERDICT_WARN);
	}
	return 0;
}

void finding_sentence(const struct findings *of, size_t row, struct buf *to)
{
	const char *cell[COLUMNS];

	for (int i = 0; i < COLUMNS; i++)
		cell[i] = tsv_get(&of->table, row, i);
	buf_printf(to, "%s %s: %s %s (%s)%s%s%s%s", cell[CHECK], cell[VERDICT],
		   cell[WHAT], cell[NUMBER], cell[THRESHOLD],
		   *cell[WHERE] ? " at " : "", cell[WHERE],
		   *cell[ADVICE] ? ": " : "", cell[ADVICE]);
}

void finding_release(struct findings *f)
{
	tsv_release(&f->table);
	*f = (struct findings){ .allow = f->allow };
}
