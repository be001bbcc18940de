/* slip.c - see slip.h. */
#include "manifest/slip.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

#define SAME 1e-12 /* relative; numbers are written with all their digits */

struct folded {
	char *key;
	const char *name;
};

static int is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Returns NAME in lower case, without blanks and the leading zeros of its
 * numbers, but with those of a fraction. */
static char *fold(const char *name)
{
	struct buf to = { 0 };
	char *key;

	for (const char *c = name; *c; c++) {
		int begins = c == name || (!is_digit(c[-1]) && c[-1] != '.');

		while (begins && *c == '0' && is_digit(c[1]))
			c++;
		if (*c != ' ')
			buf_printf(&to, "%c",
				   *c >= 'A' && *c <= 'Z' ? *c - 'A' + 'a' :
							    *c);
	}
	key = mem_str(buf_text(&to));
	buf_release(&to);
	return key;
}

static int by_key(const void *a, const void *b)
{
	const struct folded *x = a, *y = b;
	int order = strcmp(x->key, y->key);

	return order ? order : strcmp(x->name, y->name);
}

size_t slip_names(const char *const *name, size_t n, const char *alike[2])
{
	struct folded *list = mem_zero(n + 1, sizeof(*list));
	size_t found = 0;

	for (size_t i = 0; i < n; i++)
		list[i] = (struct folded){ fold(name[i]), name[i] };
	qsort(list, n, sizeof(*list), by_key);
	for (size_t i = 1; i < n; i++) {
		if (strcmp(list[i - 1].key, list[i].key) ||
		    !strcmp(list[i - 1].name, list[i].name))
			continue;
		if (!found++) {
			alike[0] = list[i - 1].name;
			alike[1] = list[i].name;
		}
	}
	for (size_t i = 0; i < n; i++)
		free(list[i].key);
	free(list);
	return found;
}

static void report_groups(const struct manifest *p, struct messages *to)
{
	const char **name = mem_zero(p->n + 1, sizeof(*name)), *alike[2];
	size_t n = 0, found;

	for (size_t i = 0; i < p->n; i++)
		if (*p->list[i].group)
			name[n++] = p->list[i].group;
	found = slip_names(name, n, alike);
	if (found)
		messages_warn(to,
			      "groups '%s' and '%s' are perhaps one, and "
			      "%zu name%s like this in all: a spreadsheet "
			      "takes leading zeros away; give one group one "
			      "name",
			      alike[0], alike[1], found, found == 1 ? "" : "s");
	free(name);
}

static const struct fitted_to *fit_of(const struct pair *row, enum side side)
{
	return side == SOURCE ? &row->source_fit : &row->target_fit;
}

static int is_shared(const struct fitted_to *f)
{
	return f->scope == FITTED_SET || f->scope == FITTED_GROUP;
}

/* Orders rows by the fit of SIDE, and by row. */
static int by_fit(const struct pair *a, const struct pair *b, enum side side)
{
	const struct fitted_to *x = fit_of(a, side), *y = fit_of(b, side);
	int order = (int)x->scope - (int)y->scope;

	if (!order)
		order = strcmp(x->split ? x->split : "",
			       y->split ? y->split : "");
	if (!order && x->scope == FITTED_GROUP)
		order = strcmp(a->group, b->group);
	return order;
}

static int by_source_fit(const void *a, const void *b)
{
	const struct pair *const *x = a, *const *y = b;
	int order = by_fit(*x, *y, SOURCE);

	return order ? order : (*x)->row < (*y)->row ? -1 : 1;
}

static int by_target_fit(const void *a, const void *b)
{
	const struct pair *const *x = a, *const *y = b;
	int order = by_fit(*x, *y, TARGET);

	return order ? order : (*x)->row < (*y)->row ? -1 : 1;
}

static int is_same(double a, double b)
{
	return fabs(a - b) <= SAME * fmax(fabs(a), fabs(b));
}

/* Returns what differs between the values of two rows, or NULL, and the values
 * in X. */
static const char *differs(const struct manifest *p, enum side side,
			   const struct pair *a, const struct pair *b,
			   double x[2])
{
	for (size_t k = 0; k < p->channels[side]; k++) {
		const struct norm *s = &a->channel[side][k].norm;
		const struct norm *t = &b->channel[side][k].norm;

		x[0] = s->offset;
		x[1] = t->offset;
		if (!is_same(x[0], x[1]))
			return "offset";
		x[0] = s->scale;
		x[1] = t->scale;
		if (!is_same(x[0], x[1]))
			return "scale";
	}
	return NULL;
}

static void report_side(const struct manifest *p, enum side side,
			struct messages *to)
{
	const struct pair **row = mem_zero(p->n + 1, sizeof(*row));
	const struct pair *first[2] = { NULL, NULL };
	size_t n = 0, odd = 0, begin = 0;
	const char *what = NULL;
	double x[2], found[2] = { 0, 0 };

	for (size_t i = 0; i < p->n; i++)
		if (is_shared(fit_of(&p->list[i], side)))
			row[n++] = &p->list[i];
	qsort(row, n, sizeof(*row),
	      side == SOURCE ? by_source_fit : by_target_fit);
	for (size_t i = 1; i < n; i++) {
		const char *now;

		if (by_fit(row[begin], row[i], side))
			begin = i;
		now = differs(p, side, row[begin], row[i], x);
		if (!now || odd++)
			continue;
		what = now;
		first[0] = row[begin];
		first[1] = row[i];
		memcpy(found, x, sizeof(x));
	}
	if (odd)
		messages_warn(to,
			      "%s:%zu: %s_%s of '%s' is %.13g, that of '%s' "
			      "is %.13g, though %s_fit says that one fit gave "
			      "both (%zu row%s like this): fit again with "
			      "xp-norm",
			      p->table.path, first[1]->row + 2, side_name(side),
			      what, first[1]->id, found[1], first[0]->id,
			      found[0], side_name(side), odd,
			      odd == 1 ? "" : "s");
	free(row);
}

/* Returns the letters and digits of NAME, in lower case. */
static char *letters(const char *name)
{
	char *key = mem_str(name), *to = key;

	for (; *name; name++)
		if (*name != ' ' && *name != '_' && *name != '-')
			*to++ = *name >= 'A' && *name <= 'Z' ?
					(char)(*name - 'A' + 'a') :
					*name;
	*to = '\0';
	return key;
}

void slip_columns(const struct tsv *t, struct messages *to)
{
	static const char *const known[] = {
		"id",
		"source",
		"target",
		"split",
		"group",
		"source_offset",
		"source_scale",
		"target_offset",
		"target_scale",
		"source_fit",
		"target_fit",
		"source_rule",
		"shift_y",
		"shift_x",
		"source_sha256",
		"target_sha256",
	};

	for (size_t k = 0; k < sizeof(known) / sizeof(*known); k++) {
		char *want = letters(known[k]);

		for (size_t i = 0; i < t->columns; i++) {
			char *is = letters(t->column[i]);

			if (!strcmp(is, want) && tsv_column(t, known[k]) < 0)
				messages_warn(to,
					      "column '%s' is not read: a "
					      "manifest's column is called "
					      "'%s'; rename it",
					      t->column[i], known[k]);
			free(is);
		}
		free(want);
	}
}

void slip_report(const struct manifest *p, struct messages *to)
{
	slip_columns(&p->table, to);
	for (enum side side = SOURCE; side <= TARGET && p->normalised; side++)
		report_side(p, side, to);
	report_groups(p, to);
}
