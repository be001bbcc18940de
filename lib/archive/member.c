/* member.c - see member.h. */
#include "archive/member.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "archive/member_path.h"
#include "base/mem.h"
#include "store/file_list.h"

static const char *const own[] = {
	"README", "SHA256SUMS", "SIZES", "outputs.sha256", "run.sh",
};

static struct member *add(struct members *p, const char *name)
{
	struct member *piece;

	if (p->n == p->cap) {
		p->cap = p->cap ? 2 * p->cap : 64;
		p->list = mem_grow(p->list, p->cap, sizeof(*p->list));
	}
	piece = &p->list[p->n++];
	memset(piece, 0, sizeof(*piece));
	piece->name = mem_str(name);
	return piece;
}

void member_file(struct members *p, const char *name, const char *from,
		 const struct blob *blob)
{
	struct member *piece = add(p, name);

	piece->from = mem_str(from);
	piece->blob = *blob;
}

void member_text(struct members *p, const char *name, const void *text,
		 size_t n)
{
	struct member *piece = add(p, name);

	piece->text = mem_alloc(n + 1);
	if (n)
		memcpy(piece->text, text, n);
	piece->blob.size = n;
	digest_of(&piece->blob.digest, piece->text, n);
}

static void release(struct member *piece)
{
	free(piece->name);
	free(piece->from);
	free(piece->text);
}

void member_cut(struct members *p, size_t n)
{
	while (p->n > n)
		release(&p->list[--p->n]);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct member *)a)->name,
		      ((const struct member *)b)->name);
}

/* qsort may swap equal members; their numbers tell which was added last. */
struct numbered {
	struct member piece;
	size_t number;
};

static int by_name_and_number(const void *a, const void *b)
{
	const struct numbered *x = a, *y = b;
	int d = by_name(&x->piece, &y->piece);

	return d ? d : (x->number > y->number) - (x->number < y->number);
}

void member_sort(struct members *p)
{
	struct numbered *all = mem_zero(p->n + 1, sizeof(*all));
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++) {
		all[i].piece = p->list[i];
		all[i].number = i;
	}
	qsort(all, p->n, sizeof(*all), by_name_and_number);
	for (size_t i = 0; i < p->n; i++) {
		if (n && !by_name(&p->list[n - 1], &all[i].piece))
			release(&p->list[--n]);
		p->list[n++] = all[i].piece;
	}
	p->n = n;
	free(all);
}

void member_sums(const struct members *p, struct buf *to)
{
	for (size_t i = 0; i < p->n; i++)
		file_list_line(to, p->list[i].name, &p->list[i].blob.digest);
}

void member_sizes(const struct members *p, struct buf *to)
{
	for (size_t i = 0; i < p->n; i++)
		buf_printf(to, "%" PRIu64 " %s\n", p->list[i].blob.size,
			   p->list[i].name);
}

void member_release(struct members *p)
{
	for (size_t i = 0; i < p->n; i++)
		release(&p->list[i]);
	free(p->list);
	memset(p, 0, sizeof(*p));
}

static const char *after(const char *text, const char *start)
{
	size_t n = strlen(start);

	return strncmp(text, start, n) ? NULL : text + n;
}

char *member_name(const char *part, const char *place)
{
	char *safe = member_path_encode(place), *name;
	const char *rest = after(safe, ".xp/");

	name = rest ? mem_printf("record/%s", rest) :
		      mem_printf("%s/%s", part, safe);
	free(safe);
	return name;
}

char *member_place(const char *name)
{
	const char *rest;
	char *plain = member_path_decode(name), *place = NULL;

	if (!plain || !member_path_is_safe(plain)) {
		free(plain);
		return NULL;
	}
	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
		if (!strcmp(plain, own[i]))
			return plain;
	if ((rest = after(plain, "inputs/")) ||
	    (rest = after(plain, "outputs/")))
		place = member_reserved(rest) ? NULL : mem_str(rest);
	else if ((rest = after(plain, "record/")))
		place = mem_printf(".xp/%s", rest);
	else if (after(plain, "code/"))
		place = mem_str(plain);
	free(plain);
	return place;
}

/* Returns 1 for the names of the archive's own files, which no file of the user
 * may take. */
int member_reserved(const char *place)
{
	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
		if (!strcmp(place, own[i]))
			return 1;
	return !strcmp(place, ".xp") || !!after(place, ".xp/");
}
