/* tiff_chain.c - see tiff_chain.h. */
#include "image/tiff_chain.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* numbers of TIFF's tags */
enum {
	NEW_SUBFILE_TYPE = 254,
	SUBFILE_TYPE = 255,
	WIDTH = 256,
	HEIGHT = 257,
	DESCRIPTION = 270,
	STRIP_OFFSETS = 273,
	STRIP_BYTES = 279,
	PAGE_NAME = 285,
	PAGE_NUMBER = 297,
	SOFTWARE = 305,
	DATE_TIME = 306,
	MICRO_MANAGER = 51123, /* what Micro-Manager says of a page */
};
enum {
	SHORT = 3,
	LONG = 4,
	RATIONAL = 5,
	LONG8 = 16
}; /* numbers of TIFF's types */
/* The bytes read at once; most directories are smaller. */
enum { CHUNK = 1024, TAGS_MAX = 32, ENTRY_MAX = 20 };

/* A directory without what may differ among pages that are alike. */
struct chain_pattern {
	uint64_t tags;
	unsigned char byte[TAGS_MAX * ENTRY_MAX];
};

struct chain_window { /* a part of the file, in memory */
	const struct tiff_file *t;
	uint64_t pos;
	size_t n;
	unsigned char byte[CHUNK];
};

/* Makes the window contain the N bytes at POS and returns them.  Returns NULL
 * with *RC 0 if the file ends before, or with *RC -1 and ERR filled. */
static const unsigned char *bytes(struct chain_window *w, uint64_t pos,
				  size_t n, int *rc, struct err *err)
{
	*rc = 0;
	if (pos > w->t->in.size || w->t->in.size - pos < n)
		return NULL;
	if (pos < w->pos || pos + n > w->pos + w->n) {
		ssize_t got = in_read(&w->t->in, w->byte, CHUNK, pos, err);

		if (got < 0) {
			*rc = -1;
			return NULL;
		}
		w->pos = pos;
		w->n = (size_t)got;
		if (w->n < n) /* the file has become shorter */
			return NULL;
	}
	*rc = 1;
	return w->byte + (pos - w->pos);
}

/* Reads N bytes as a number in the file's byte order. */
static uint64_t number_at(const struct chain_window *w, const unsigned char *b,
			  size_t n)
{
	const uint16_t one = 1;
	int little = *(const unsigned char *)&one != w->t->swapped;
	uint64_t x = 0;

	for (size_t i = 0; i < n; i++)
		x = x << 8 | b[little ? n - 1 - i : i];
	return x;
}

/* Reads the N bytes at POS as a number.  Returns 1, or 0 if the file ends
 * before, or -1. */
static int number(struct chain_window *w, uint64_t pos, size_t n, uint64_t *x,
		  struct err *err)
{
	int rc;
	const unsigned char *b = bytes(w, pos, n, &rc, err);

	if (b)
		*x = number_at(w, b, n);
	return rc;
}

static size_t entry_bytes(const struct chain_window *w)
{
	return w->t->big ? 20 : 12;
}

/* Whether a tag may differ among pages that are alike. */
static int may_differ(uint64_t tag)
{
	return tag == STRIP_OFFSETS || tag == DESCRIPTION || tag == PAGE_NAME ||
	       tag == PAGE_NUMBER || tag == SOFTWARE || tag == DATE_TIME ||
	       tag == MICRO_MANAGER;
}

/* Takes in one tag of a page, B, and adds it to the pattern at TO.  Tags other
 * than those above, and of other types, are for the pattern only. */
static void take_tag(const struct chain_window *w, const unsigned char *b,
		     struct tiff_link *page, unsigned char *to)
{
	size_t entry = entry_bytes(w), word = w->t->big ? 8 : 4;
	uint64_t tag = number_at(w, b, 2), type = number_at(w, b + 2, 2);
	uint64_t n = number_at(w, b + 4, word), x;

	memcpy(to, b, may_differ(tag) ? 2 : entry);
	if (type != SHORT && type != LONG && (type != LONG8 || word < 8))
		return;
	x = number_at(w, b + 4 + word,
		      type == SHORT ? 2 :
		      type == LONG  ? 4 :
				      8);
	if (tag == NEW_SUBFILE_TYPE && type != LONG8)
		page->reduced = x & 1;
	else if (tag == SUBFILE_TYPE && type != LONG8)
		page->reduced = x == 2;
	else if (tag == WIDTH && type != LONG8)
		page->width = (uint32_t)x;
	else if (tag == HEIGHT && type != LONG8)
		page->height = (uint32_t)x;
	else if (tag == STRIP_OFFSETS && n == 1)
		page->strip = x;
	else if (tag == STRIP_BYTES && n == 1)
		page->strip_bytes = x;
}

/* Puts what lies elsewhere in the file in place of where it lies: pixels per
 * unit, and the bits of each of three samples. */
static int resolve(struct chain_window *w, struct chain_pattern *p,
		   struct err *err)
{
	size_t entry = entry_bytes(w), word = w->t->big ? 8 : 4;

	for (size_t i = 0; i < p->tags && i < TAGS_MAX; i++) {
		unsigned char *to = p->byte + i * entry;
		uint64_t type = number_at(w, to + 2, 2);
		uint64_t n = number_at(w, to + 4, word), size;
		const unsigned char *b;
		int rc;

		size = type == RATIONAL && n == 1 ? 8 :
		       type == SHORT && n <= 4	  ? 2 * n :
						    0;
		if (size <= word || size > 8)
			continue;
		b = bytes(w, number_at(w, to + 4 + word, word), (size_t)size,
			  &rc, err);
		if (rc < 0)
			return -1;
		if (!b)
			continue;
		to[2] = (unsigned char)type;
		to[3] = (unsigned char)n;
		memset(to + 4, 0, 8);
		memcpy(to + 4, b, (size_t)size);
	}
	return 0;
}

/* Reads the directory at page->offset, its pattern, and the offset of the next
 * one.  Returns 1, or 0 if there is no directory, or -1. */
static int read_page(struct chain_window *w, struct tiff_link *page,
		     struct chain_pattern *pattern, uint64_t *next,
		     struct err *err)
{
	size_t head = w->t->big ? 8 : 2, entry = entry_bytes(w);
	uint64_t n = 0, at = page->offset + head;
	int rc = number(w, page->offset, head, &n, err);

	*pattern = (struct chain_pattern){ .tags = n };
	if (rc <= 0 || n > UINT16_MAX || at < head)
		return rc < 0 ? -1 : 0;
	/* Tags are sorted by number, and those needed have the lowest. */
	for (uint64_t i = 0; i < n && i < TAGS_MAX && rc > 0; i++) {
		const unsigned char *b = bytes(w, at + i * entry, entry, &rc,
					       err);

		if (b)
			take_tag(w, b, page, pattern->byte + i * entry);
	}
	if (n > TAGS_MAX || !page->strip || !page->strip_bytes)
		page->strip = page->strip_bytes = 0;
	if (rc > 0)
		rc = number(w, at + n * entry, w->t->big ? 8 : 4, next, err);
	return rc > 0 && resolve(w, pattern, err) < 0 ? -1 : rc;
}

static void add(struct tiff_chain *c, const struct tiff_link *page)
{
	/* The list is doubled when it is full, so that adding stays cheap. */
	if (!(c->pages & (c->pages - 1)))
		c->page = mem_grow(c->page, c->pages ? 2 * c->pages : 1,
				   sizeof(*c->page));
	c->page[c->pages++] = *page;
}

static int by_offset(const void *a, const void *b)
{
	const struct tiff_link *x = *(struct tiff_link *const *)a;
	const struct tiff_link *y = *(struct tiff_link *const *)b;

	if (x->offset != y->offset)
		return x->offset < y->offset ? -1 : 1;
	return x < y ? -1 : x > y;
}

/* Cuts the chain off at the first page that it contains a second time. */
static void cut_loop(struct tiff_chain *c)
{
	const struct tiff_link **sorted = mem_alloc(c->pages * sizeof(*sorted));
	size_t first = c->pages;

	for (size_t i = 0; i < c->pages; i++)
		sorted[i] = &c->page[i];
	qsort(sorted, c->pages, sizeof(*sorted), by_offset);
	for (size_t i = 1; i < c->pages; i++)
		if (sorted[i]->offset == sorted[i - 1]->offset &&
		    (size_t)(sorted[i] - c->page) < first)
			first = (size_t)(sorted[i] - c->page);
	free(sorted);
	c->pages = first;
	c->end = TIFF_CHAIN_LOOP;
}

int tiff_chain_read(struct tiff_chain *c, const struct tiff_file *t,
		    struct err *err)
{
	struct chain_window w = { .t = t };
	struct chain_pattern pattern, last = { 0 };
	struct tiff_link page = { 0 };
	uint64_t next = 0, marked = 0;
	size_t like = 0;
	int rc;

	*c = (struct tiff_chain){ 0 };
	rc = number(&w, t->big ? 8 : 4, t->big ? 8 : 4, &next, err);
	while (rc > 0 && next && next != marked) {
		page = (struct tiff_link){ .offset = next };
		if ((rc = read_page(&w, &page, &pattern, &next, err)) <= 0)
			break;
		if (memcmp(&pattern, &last, sizeof(pattern)))
			like = c->pages;
		page.like = like;
		last = pattern;
		/* In a loop the chain passes this mark again (Brent's
		 * method). */
		if (!(c->pages & (c->pages - 1)))
			marked = page.offset;
		add(c, &page);
	}
	if (rc < 0) {
		tiff_chain_release(c);
		return -1;
	}
	if (!rc)
		c->end = TIFF_CHAIN_BROKEN;
	else if (next)
		cut_loop(c);
	return 0;
}

void tiff_chain_release(struct tiff_chain *c)
{
	free(c->page);
	*c = (struct tiff_chain){ 0 };
}
