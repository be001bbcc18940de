/* split_leak.c - see split_leak.h. */
#include "manifest/split_leak.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "image/image.h"
#include "image/ref.h"

struct known {
	char *name; /* identifies the image: equal names mean equal images */
	const struct pair *row;
};

struct known_list {
	struct known *list; /* sorted by name, then by row */
	size_t n;
};

typedef char *name_fn(const struct split_leak_rows *rows, size_t i,
		      enum side side, int pixels);

static int by_name(const void *a, const void *b)
{
	const struct known *x = a, *y = b;
	int c = strcmp(x->name, y->name);

	return c ? c : (x->row > y->row) - (x->row < y->row);
}

static char *name_of_image(const struct split_leak_rows *rows, size_t i,
			   enum side side, int pixels)
{
	const struct pair *row = &rows->manifest->list[i];
	const struct tsv *t = &rows->manifest->table;
	const char *sha256;
	char hex[DIGEST_HEX + 1], *column, *path, *select;
	struct buf name = { 0 };

	if (pixels)
		return mem_str(digest_hex(hex, &rows->pixels[i][side]));
	column = mem_printf("%s_sha256", side_name(side));
	sha256 = tsv_get(t, row->row, tsv_column(t, column));
	buf_str(&name, *sha256 ? sha256 : pair_cell(row, side));
	for (size_t k = 0; k < rows->manifest->channels[side] && *sha256; k++) {
		ref_split_plane(row->channel[side][k].ref, &path, &select);
		buf_str(&name, select);
		free(path);
		free(select);
	}
	free(column);
	return buf_detach(&name);
}

/* Returns the name of the row's group; NULL: the row is in none.  The caller
 * frees it. */
static char *name_of_group(const struct split_leak_rows *rows, size_t i,
			   enum side side, int pixels)
{
	const struct pair *row = &rows->manifest->list[i];

	(void)side;
	(void)pixels;
	return *row->group ? mem_str(row->group) : NULL;
}

static int is_part(const struct split_leak_rows *rows, size_t i)
{
	return !rows->split ||
	       !strcmp(rows->manifest->list[i].split, rows->split);
}

static void collect(struct known_list *to, const struct split_leak_rows *rows,
		    name_fn *name_of, enum side side, int pixels)
{
	to->list = mem_zero(rows->manifest->n + 1, sizeof(*to->list));
	to->n = 0;
	for (size_t i = 0; i < rows->manifest->n; i++) {
		char *name = is_part(rows, i) ? name_of(rows, i, side, pixels) :
						NULL;

		if (name)
			to->list[to->n++] = (struct known){
				name, &rows->manifest->list[i]
			};
	}
	qsort(to->list, to->n, sizeof(*to->list), by_name);
}

static void release(struct known_list *known)
{
	for (size_t i = 0; i < known->n; i++)
		free(known->list[i].name);
	free(known->list);
}

/* Walk through both lists in the order of names. */
static void compare(struct split_leak_count *to,
		    const struct split_leak_rows *trained,
		    const struct split_leak_rows *scored, name_fn *name_of,
		    enum side side, unsigned char bit)
{
	int pixels = trained->pixels && scored->pixels;
	struct known_list a, b;

	collect(&a, trained, name_of, side, pixels);
	collect(&b, scored, name_of, side, pixels);
	for (size_t i = 0, k = 0; i < b.n; i++) {
		while (k < a.n && strcmp(a.list[k].name, b.list[i].name) < 0)
			k++;
		if (k == a.n || strcmp(a.list[k].name, b.list[i].name))
			continue;
		to->rows++;
		if (scored->shares)
			scored->shares[b.list[i].row -
				       scored->manifest->list] |= bit;
		if (to->first && to->first < b.list[i].row)
			continue;
		to->first = b.list[i].row;
		to->trained = a.list[k].row;
	}
	release(&a);
	release(&b);
}

void split_leak_find(struct split_leak *to,
		     const struct split_leak_rows *trained,
		     const struct split_leak_rows *scored, int groups)
{
	memset(to, 0, sizeof(*to));
	for (size_t i = 0; i < scored->manifest->n; i++)
		to->scored += (size_t)is_part(scored, i);
	for (enum side s = SOURCE; s <= TARGET; s++)
		compare(&to->side[s], trained, scored, name_of_image, s,
			s == SOURCE ? SPLIT_LEAK_SOURCE : SPLIT_LEAK_TARGET);
	if (groups)
		compare(&to->group, trained, scored, name_of_group, SOURCE,
			SPLIT_LEAK_GROUP);
}

void split_leak_report(const struct split_leak *leak, const char *part,
		       struct messages *messages)
{
	for (enum side s = SOURCE; s <= TARGET; s++) {
		const struct split_leak_count *c = &leak->side[s];

		if (c->rows)
			messages_warn(
				messages,
				"%zu of %zu pairs of '%s' %s a %s that "
				"is trained on, first '%s' (trained on as "
				"'%s'): their scores say nothing about "
				"new images; score other pairs, or train "
				"without these images",
				c->rows, leak->scored, part,
				c->rows == 1 ? "has" : "have", side_name(s),
				c->first->id, c->trained->id);
	}
	if (leak->group.rows)
		messages_warn(messages,
			      "%zu of %zu pairs of '%s' %s in a group that is "
			      "trained on, first '%s' ('%s' of the group '%s' "
			      "is trained on): their scores are better than "
			      "those of new images; split by group with "
			      "xp-pairs --group",
			      leak->group.rows, leak->scored, part,
			      leak->group.rows == 1 ? "is" : "are",
			      leak->group.first->id, leak->group.trained->id,
			      leak->group.first->group);
}
