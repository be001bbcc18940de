/*
 * validate.c - see validate.h.
 */
#include "pairing/validate.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "image/image.h"
#include "image/ref.h"

struct image_content {
	const char *digest, *ref, *split, *side;
	/* "[3]": another plane of a file is another image, and the same plane
	 * binned is not */
	char *select;
	size_t row;
};

static int same_content(const struct image_content *a,
			const struct image_content *b)
{
	return *a->digest && !strcmp(a->digest, b->digest) &&
	       !strcmp(a->select, b->select);
}

static int by_content(const void *a, const void *b)
{
	const struct image_content *x = a, *y = b;
	int c = strcmp(x->digest, y->digest);

	if (!c)
		c = strcmp(x->select, y->select);
	if (!c)
		c = strcmp(x->ref, y->ref);
	if (!c)
		c = strcmp(x->side, y->side);
	return c ? c : (x->row > y->row) - (x->row < y->row);
}

static void collect(const struct tsv *t, const char *side,
		    struct image_content *to)
{
	char *sha = mem_printf("%s_sha256", side), *path;

	for (size_t i = 0; i < t->rows; i++) {
		struct image_content *c = &to[i];

		c->row = i;
		c->side = side;
		c->ref = tsv_get(t, i, tsv_column(t, side));
		c->split = tsv_get(t, i, tsv_column(t, "split"));
		c->digest = tsv_get(t, i, tsv_column(t, sha));
		ref_split_plane(c->ref, &path, &c->select);
		free(path);
	}
	free(sha);
}

/* Reports an image that occurs under N names, from C on. */
static void report(const struct image_content *c, size_t n, struct strs *wrong)
{
	struct buf b = { 0 };
	int apart = 0;

	for (size_t i = 0; i < n && i < 8; i++) {
		buf_printf(&b, "%s%s '%s'", i ? ", " : "", c[i].side, c[i].ref);
		if (*c[i].split)
			buf_printf(&b, " (%s)", c[i].split);
	}
	if (n > 8)
		buf_printf(&b, " and %zu more", n - 8);
	buf_str(&b, " are one and the same image");
	for (size_t i = 1; i < n; i++)
		apart |= strcmp(c[0].split, c[i].split) != 0;
	if (apart)
		buf_str(&b, ", on both sides of the split");
	strs_take(wrong, buf_detach(&b));
}

static void find_duplicates(const struct tsv *t, struct strs *wrong)
{
	size_t n = 2 * t->rows, i = 0, k;
	struct image_content *c = mem_zero(n + 1, sizeof(*c));

	collect(t, "source", c);
	collect(t, "target", c + t->rows);
	qsort(c, n, sizeof(*c), by_content);
	for (; i < n; i = k) {
		for (k = i + 1; k < n && same_content(&c[i], &c[k]); k++)
			;
		if (k - i > 1)
			report(c + i, k - i, wrong);
	}
	for (i = 0; i < n; i++)
		free(c[i].select);
	free(c);
}

static size_t count(const struct tsv *t, int column, const char *type)
{
	size_t rows = 0;

	for (size_t i = 0; i < t->rows; i++)
		rows += !strcmp(tsv_get(t, i, column), type);
	return rows;
}

/* Returns the type that most rows have; of several, the first in the list.  The
 * types of channels, "uint8+uint16", come after it, in the order of the
 * rows. */
static const char *most(const struct tsv *t, int column)
{
	struct strs seen = { 0 };
	const char *best = "";
	size_t most_rows = 0, rows;

	for (enum pixel p = PIXEL_U8; p <= PIXEL_F64; p++) {
		rows = count(t, column, pixel_name(p));
		if (rows > most_rows) {
			best = pixel_name(p);
			most_rows = rows;
		}
	}
	for (size_t i = 0; i < t->rows; i++) {
		const char *type = tsv_get(t, i, column);

		if (!strchr(type, '+') || strs_has(&seen, type))
			continue;
		strs_add(&seen, type);
		rows = count(t, column, type);
		if (rows > most_rows) {
			best = type;
			most_rows = rows;
		}
	}
	strs_release(&seen);
	return best;
}

static void mixed_side(const struct tsv *t, const char *side,
		       struct strs *wrong)
{
	char *name = mem_printf("%s_type", side);
	int column = tsv_column(t, name);
	const char *usual = most(t, column);

	for (size_t i = 0; i < t->rows; i++) {
		const char *type = tsv_get(t, i, column);

		if (*type && strcmp(type, usual))
			strs_take(wrong,
				  mem_printf("%s '%s' is %s, but most "
					     "are %s",
					     side,
					     tsv_get(t, i, tsv_column(t, side)),
					     type, usual));
	}
	free(name);
}

static void find_sizes(const struct tsv *t, struct messages *messages)
{
	int width = tsv_column(t, "width"), height = tsv_column(t, "height");

	for (size_t i = 1; i < t->rows; i++) {
		if (!strcmp(tsv_get(t, 0, width), tsv_get(t, i, width)) &&
		    !strcmp(tsv_get(t, 0, height), tsv_get(t, i, height)))
			continue;
		messages_warn(messages,
			      "the pairs differ in size: '%s' is %sx%s, but "
			      "'%s' is %sx%s",
			      tsv_get(t, 0, tsv_column(t, "id")),
			      tsv_get(t, 0, width), tsv_get(t, 0, height),
			      tsv_get(t, i, tsv_column(t, "id")),
			      tsv_get(t, i, width), tsv_get(t, i, height));
		return;
	}
}

int validate_rows(const struct tsv *t, struct problems *problems,
		  struct err *err)
{
	struct strs wrong = { 0 };

	find_sizes(t, &problems->messages);
	mixed_side(t, "source", &wrong);
	mixed_side(t, "target", &wrong);
	if (problem_judge(problems, &wrong, "mixed",
			  "images of another type "
			  "than the rest",
			  "convert them, or accept them with --allow mixed",
			  err) < 0)
		return -1;
	find_duplicates(t, &wrong);
	strs_sort(&wrong);
	return problem_judge(
		problems, &wrong, "duplicate", "images under several names",
		"remove the copies, or accept them with --allow duplicate",
		err);
}
