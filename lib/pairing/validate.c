/*
 * validate.c - see validate.h.
 */
#include "pairing/validate.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "image/image.h"
#include "image/ref.h"
#include "manifest/channel.h"

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

struct all_content { /* of all channels of all images */
	struct image_content *list;
	size_t n;
	struct strs texts; /* references and digests */
};

/* Returns the text of TO that equals S. */
static const char *kept(struct all_content *to, const char *s)
{
	strs_add(&to->texts, s);
	return to->texts.at[to->texts.n - 1];
}

/* Adds what the cell of SIDE names: SHA has the digest of each of its files,
 * with a + between. */
static void add_cell(struct all_content *to, const struct tsv *t, size_t row,
		     const char *side, const char *sha)
{
	const char *cell = tsv_get(t, row, tsv_column(t, side));
	struct strs refs = { 0 }, path = { 0 }, each = { 0 };
	struct err cannot = { 0 };

	if (channel_list(&refs, cell, &cannot) < 0)
		strs_release(&refs);
	channel_files(&path, cell);
	strs_split(&each, sha, '+');
	to->list = mem_grow(to->list, to->n + refs.n + 1, sizeof(*to->list));
	for (size_t k = 0; k < refs.n; k++) {
		struct image_content *c = &to->list[to->n++];
		char *own;
		size_t at = 0;

		*c = (struct image_content){ .row = row, .side = side };
		c->ref = kept(to, refs.at[k]);
		c->split = tsv_get(t, row, tsv_column(t, "split"));
		ref_split_plane(c->ref, &own, &c->select);
		while (at < path.n && strcmp(path.at[at], own))
			at++;
		c->digest = kept(to, at < each.n ? each.at[at] : "");
		free(own);
	}
	strs_release(&refs);
	strs_release(&path);
	strs_release(&each);
}

static void collect(struct all_content *to, const struct tsv *t,
		    const char *side)
{
	char *sha = mem_printf("%s_sha256", side);

	for (size_t i = 0; i < t->rows; i++)
		add_cell(to, t, i, side, tsv_get(t, i, tsv_column(t, sha)));
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
	struct all_content all = { 0 };
	struct image_content *c;
	size_t n, i = 0, k;

	collect(&all, t, "source");
	collect(&all, t, "target");
	c = all.list;
	n = all.n;
	if (n)
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
	strs_release(&all.texts);
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
