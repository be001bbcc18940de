/* diff_content.c - see diff_content.h. */
#include "diff/diff_content.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/strs.h"
#include "diff/diff_image.h"
#include "diff/diff_values.h"
#include "diff/diff_weights.h"

static int is_text(const struct buf *b)
{
	return b->len && !memchr(b->data, 0, b->len) &&
	       b->data[b->len - 1] == '\n';
}

static int is_table(const struct buf *b)
{
	return is_text(b) && memchr(b->data, '\t', strcspn(b->data, "\n"));
}

struct cell_count { /* the cells of two tables that have been compared so far */
	const struct strs *header;
	uint64_t n, differing, ulp;
	double largest; /* the largest difference of two numbers */
};

static void compare_cell(struct cell_count *c, const char *a, const char *b,
			 size_t row, size_t column, struct buf *text)
{
	double x, y;
	uint64_t ulp = UINT64_MAX;

	c->n++;
	if (!strcmp(a, b))
		return;
	if (num_real(&x, a) == 0 && num_real(&y, b) == 0) {
		double gap = x > y ? x - y : y - x;

		ulp = diff_values_ulp((float)x, (float)y);
		ulp = ulp ? ulp : 1;
		c->largest = gap > c->largest ? gap : c->largest;
	}
	if (!c->differing++)
		buf_printf(text, "row %zu, column '%s': %s and %s", row,
			   column < c->header->n ? c->header->at[column] : "?",
			   *a ? a : "nothing", *b ? b : "nothing");
	c->ulp = ulp > c->ulp ? ulp : c->ulp;
}

/* Returns 0 if the two lines have different numbers of cells. */
static int compare_row(struct cell_count *c, const char *a, const char *b,
		       size_t row, struct buf *text)
{
	struct strs x = { 0 }, y = { 0 };
	int good;

	strs_split(&x, a, '\t');
	strs_split(&y, b, '\t');
	good = x.n == y.n;
	for (size_t i = 0; good && i < x.n; i++)
		compare_cell(c, x.at[i], y.at[i], row, i, text);
	strs_release(&x);
	strs_release(&y);
	return good;
}

static void split_lines(struct strs *to, struct buf *b)
{
	b->data[--b->len] = '\0'; /* the last newline */
	strs_split(to, b->data, '\n');
}

/* Returns 0 if the two are not tables with the same header. */
static int compare_tables(struct diff_content *d, struct strs *a,
			  struct strs *b)
{
	struct strs header = { 0 };
	struct cell_count c = { .header = &header };
	size_t rows = a->n < b->n ? a->n : b->n;
	char largest[NUM_MAX];
	int good = !strcmp(a->at[0], b->at[0]);

	strs_split(&header, a->at[0], '\t');
	for (size_t i = 1; good && i < rows; i++)
		good = compare_row(&c, a->at[i], b->at[i], i, &d->text);
	if (good && a->n != b->n)
		buf_printf(&d->text, "%s%zu rows in one, %zu in the other",
			   d->text.len ? "; " : "", a->n - 1, b->n - 1);
	else if (good) {
		d->ulp = c.ulp;
		d->largest = c.ulp < UINT64_MAX ? c.largest : INFINITY;
	}
	if (good && c.differing)
		buf_printf(&d->text, "; %" PRIu64 " of %" PRIu64 " cells",
			   c.differing, c.n);
	if (good && c.largest > 0)
		buf_printf(&d->text, ", numbers by at most %s",
			   num_text(largest, c.largest));
	strs_release(&header);
	return good;
}

static void compare_lines(struct diff_content *d, const struct strs *a,
			  const struct strs *b)
{
	size_t i = 0;

	while (i < a->n && i < b->n && !strcmp(a->at[i], b->at[i]))
		i++;
	buf_clear(&d->text);
	buf_printf(&d->text, "line %zu is the first that differs", i + 1);
	if (a->n != b->n)
		buf_printf(&d->text, "; %zu and %zu lines", a->n, b->n);
}

static void compare_text(struct diff_content *d, struct buf *a, struct buf *b)
{
	int tables = is_table(a) && is_table(b);
	struct strs x = { 0 }, y = { 0 };

	split_lines(&x, a);
	split_lines(&y, b);
	if (!tables || !compare_tables(d, &x, &y))
		compare_lines(d, &x, &y);
	strs_release(&x);
	strs_release(&y);
}

static void compare_bytes(struct diff_content *d, const struct buf *a,
			  const struct buf *b)
{
	size_t i = 0;

	while (i < a->len && i < b->len && a->data[i] == b->data[i])
		i++;
	buf_printf(&d->text, "byte %zu is the first that differs", i + 1);
	if (a->len != b->len)
		buf_printf(&d->text, "; %zu and %zu bytes", a->len, b->len);
}

static void tell_values(struct diff_content *d, const struct diff_values *v,
			const char *what, const struct buf *where)
{
	char largest[NUM_MAX], mean[NUM_MAX];

	d->ulp = v->ulp;
	d->largest = v->ulp < UINT64_MAX ? v->largest : INFINITY;
	if (!v->differing) {
		buf_printf(&d->text, "all %" PRIu64 " %s are equal", v->n,
			   what);
		return;
	}
	buf_printf(&d->text, "%" PRIu64 " of %" PRIu64 " %s, by at most %s",
		   v->differing, v->n, what, num_text(largest, v->largest));
	if (v->ulp < UINT64_MAX)
		buf_printf(&d->text, " (%" PRIu64 " ulp)", v->ulp);
	buf_printf(&d->text, ", on average %s; %s",
		   num_text(mean, v->sum / (double)v->n), buf_text(where));
}

static void tell_means(struct diff_content *d, const struct diff_values *v)
{
	char a[NUM_MAX], b[NUM_MAX];

	if (v->differing)
		buf_printf(&d->text, "; the mean is %s in one, %s in the other",
			   num_text(a, v->total[0] / (double)v->n),
			   num_text(b, v->total[1] / (double)v->n));
}

static void compare(struct diff_content *d, struct buf *a, struct buf *b)
{
	struct diff_values v = { 0 };
	struct buf where = { 0 };

	if (diff_image(a, b, &v, &where)) {
		tell_values(d, &v, "pixels", &where);
		tell_means(d, &v);
	} else {
		v = (struct diff_values){ 0 };
		buf_clear(&where);
		if (diff_weights(a, b, &v, &where))
			tell_values(d, &v, "values", &where);
		else if (is_text(a) && is_text(b))
			compare_text(d, a, b);
		else
			compare_bytes(d, a, b);
	}
	buf_release(&where);
}

void diff_content(struct diff_content *d, struct buf *a, struct buf *b)
{
	*d = (struct diff_content){ .ulp = UINT64_MAX, .largest = INFINITY };
	compare(d, a, b);
}

void diff_content_release(struct diff_content *d)
{
	buf_release(&d->text);
	*d = (struct diff_content){ 0 };
}
