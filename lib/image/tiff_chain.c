/* tiff_chain.c - see tiff_chain.h. */
#include "image/tiff_chain.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* numbers of TIFF's tags */
enum { NEW_SUBFILE_TYPE = 254, SUBFILE_TYPE = 255, WIDTH = 256, HEIGHT = 257 };
enum { SHORT = 3, LONG = 4 }; /* numbers of TIFF's types */
/* The bytes read at once; most directories are smaller. */
enum { CHUNK = 512, TAGS_MAX = 32 };

struct chain_window { /* a part of the file, in memory */
	const struct tiff_file *t;
	uint64_t pos;
	size_t n;
	unsigned char byte[CHUNK];
};

/* Reads the N bytes at POS as a number in the file's byte order.  Returns 1, or
 * 0 if the file ends before, or -1. */
static int number(struct chain_window *w, uint64_t pos, size_t n, uint64_t *x,
		  struct err *err)
{
	const uint16_t one = 1;
	int little = *(const unsigned char *)&one != w->t->swapped;

	if (pos > w->t->in.size || w->t->in.size - pos < n)
		return 0;
	if (pos < w->pos || pos + n > w->pos + w->n) {
		ssize_t got = in_read(&w->t->in, w->byte, CHUNK, pos, err);

		if (got < 0)
			return -1;
		w->pos = pos;
		w->n = (size_t)got;
		if (w->n < n) /* the file has become shorter */
			return 0;
	}
	*x = 0;
	for (size_t i = 0; i < n; i++)
		*x = *x << 8 | w->byte[pos - w->pos + (little ? n - 1 - i : i)];
	return 1;
}

/* Reads one tag of a page.  Tags other than those above, and of other types,
 * are skipped. */
static int read_tag(struct chain_window *w, uint64_t pos,
		    struct tiff_link *page, struct err *err)
{
	uint64_t tag, type, x = 0;
	int rc;

	if ((rc = number(w, pos, 2, &tag, err)) <= 0 ||
	    (rc = number(w, pos + 2, 2, &type, err)) <= 0)
		return rc;
	if (type != SHORT && type != LONG)
		return 1;
	rc = number(w, pos + (w->t->big ? 12 : 8), type == SHORT ? 2 : 4, &x,
		    err);
	if (tag == NEW_SUBFILE_TYPE)
		page->reduced = x & 1;
	else if (tag == SUBFILE_TYPE)
		page->reduced = x == 2;
	else if (tag == WIDTH)
		page->width = (uint32_t)x;
	else if (tag == HEIGHT)
		page->height = (uint32_t)x;
	return rc;
}

/* Reads the directory at page->offset, and the offset of the next one.  Returns
 * 1, or 0 if there is no directory, or -1. */
static int read_page(struct chain_window *w, struct tiff_link *page,
		     uint64_t *next, struct err *err)
{
	size_t head = w->t->big ? 8 : 2, entry = w->t->big ? 20 : 12;
	uint64_t n, at = page->offset + head;
	int rc = number(w, page->offset, head, &n, err);

	if (rc <= 0 || n > UINT16_MAX || at < head)
		return rc < 0 ? -1 : 0;
	/* Tags are sorted by number, and those needed have the lowest. */
	for (uint64_t i = 0; i < n && i < TAGS_MAX && rc > 0; i++)
		rc = read_tag(w, at + i * entry, page, err);
	return rc <= 0 ?
		       rc :
		       number(w, at + n * entry, w->t->big ? 8 : 4, next, err);
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
	struct tiff_link page = { 0 };
	uint64_t next, marked = 0;
	int rc;

	*c = (struct tiff_chain){ 0 };
	rc = number(&w, t->big ? 8 : 4, t->big ? 8 : 4, &next, err);
	while (rc > 0 && next && next != marked) {
		page = (struct tiff_link){ .offset = next };
		if ((rc = read_page(&w, &page, &next, err)) <= 0)
			break;
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
