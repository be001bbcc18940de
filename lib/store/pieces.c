/* pieces.c - see pieces.h. */
#include "store/pieces.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/place.h"
#include "store/run.h"

static const char *const own[] = {
	"README", "SHA256SUMS", "SIZES", "outputs.sha256", "run.sh",
};

static struct piece *add(struct pieces *p, const char *name)
{
	struct piece *piece;

	if (p->n == p->cap) {
		p->cap = p->cap ? 2 * p->cap : 64;
		p->at = mem_grow(p->at, p->cap, sizeof(*p->at));
	}
	piece = &p->at[p->n++];
	memset(piece, 0, sizeof(*piece));
	piece->name = mem_str(name);
	return piece;
}

void pieces_file(struct pieces *p, const char *name, const char *from,
		 const struct bytes *is)
{
	struct piece *piece = add(p, name);

	piece->from = mem_str(from);
	piece->is = *is;
}

void pieces_text(struct pieces *p, const char *name, const void *text,
		 size_t n)
{
	struct piece *piece = add(p, name);

	piece->text = mem_alloc(n + 1);
	if (n)
		memcpy(piece->text, text, n);
	piece->is.size = n;
	digest_of(&piece->is.digest, piece->text, n);
}

static void release(struct piece *piece)
{
	free(piece->name);
	free(piece->from);
	free(piece->text);
}

void pieces_cut(struct pieces *p, size_t n)
{
	while (p->n > n)
		release(&p->at[--p->n]);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct piece *)a)->name,
		      ((const struct piece *)b)->name);
}

/* qsort is free to swap equals, so the last added wins by its number. */
struct numbered {
	struct piece piece;
	size_t number;
};

static int by_name_and_number(const void *a, const void *b)
{
	const struct numbered *x = a, *y = b;
	int d = by_name(&x->piece, &y->piece);

	return d ? d : (x->number > y->number) - (x->number < y->number);
}

void pieces_sort(struct pieces *p)
{
	struct numbered *all = mem_zero(p->n + 1, sizeof(*all));
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++) {
		all[i].piece = p->at[i];
		all[i].number = i;
	}
	qsort(all, p->n, sizeof(*all), by_name_and_number);
	for (size_t i = 0; i < p->n; i++) {
		if (n && !by_name(&p->at[n - 1], &all[i].piece))
			release(&p->at[--n]);
		p->at[n++] = all[i].piece;
	}
	p->n = n;
	free(all);
}

void pieces_sums(const struct pieces *p, struct buf *to)
{
	for (size_t i = 0; i < p->n; i++)
		file_list_line(to, p->at[i].name, &p->at[i].is.digest);
}

void pieces_sizes(const struct pieces *p, struct buf *to)
{
	for (size_t i = 0; i < p->n; i++)
		buf_printf(to, "%" PRIu64 " %s\n", p->at[i].is.size,
			   p->at[i].name);
}

void pieces_release(struct pieces *p)
{
	for (size_t i = 0; i < p->n; i++)
		release(&p->at[i]);
	free(p->at);
	memset(p, 0, sizeof(*p));
}

static const char *after(const char *text, const char *start)
{
	size_t n = strlen(start);

	return strncmp(text, start, n) ? NULL : text + n;
}

char *pieces_name(const char *part, const char *place)
{
	char *safe = place_encode(place), *name;
	const char *rest = after(safe, ".xp/");

	name = rest ? mem_printf("record/%s", rest) :
	       mem_printf("%s/%s", part, safe);
	free(safe);
	return name;
}

char *pieces_place(const char *name)
{
	const char *rest;
	char *plain = place_decode(name), *place = NULL;

	if (!plain || !place_is_safe(plain)) {
		free(plain);
		return NULL;
	}
	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
		if (!strcmp(plain, own[i]))
			return plain;
	if ((rest = after(plain, "inputs/")) ||
	    (rest = after(plain, "outputs/")))
		place = pieces_reserved(rest) ? NULL : mem_str(rest);
	else if ((rest = after(plain, "record/")))
		place = mem_printf(".xp/%s", rest);
	else if (after(plain, "code/"))
		place = mem_str(plain);
	free(plain);
	return place;
}

/* No file of the user's may take these, so neither may one that lies. */
int pieces_reserved(const char *place)
{
	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
		if (!strcmp(place, own[i]))
			return 1;
	return !strcmp(place, ".xp") || !!after(place, ".xp/");
}
