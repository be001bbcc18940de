/* contents.c - see contents.h. */
#include "image/contents.h"

#include <math.h>
#include <pthread.h>
#include <search.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/size.h"
#include "image/tiff_raw.h"

/* The chain of pages */

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

static void release_chain(struct tiff_chain *c)
{
	free(c->page);
	*c = (struct tiff_chain){ 0 };
}

/* Fills C with the pages of T, up to the end of the chain or to where it is
 * damaged.  Fails only if the file cannot be read. */
static int read_chain(struct tiff_chain *c, const struct tiff_file *t,
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
		release_chain(c);
		return -1;
	}
	if (!rc)
		c->end = TIFF_CHAIN_BROKEN;
	else if (next)
		cut_loop(c);
	return 0;
}

/* What is known of a file */

static struct {
	pthread_mutex_t lock;
	void *tree; /* tsearch tree of struct contents, by file */
} known = { .lock = PTHREAD_MUTEX_INITIALIZER };

static int by_file(const void *a, const void *b)
{
	uintptr_t x = (uintptr_t)((const struct contents *)a)->file;
	uintptr_t y = (uintptr_t)((const struct contents *)b)->file;

	return x < y ? -1 : x > y;
}

static int is_of(const struct contents *c, const struct in *in)
{
	return c->size == in->size && c->mtime.tv_sec == in->mtime.tv_sec &&
	       c->mtime.tv_nsec == in->mtime.tv_nsec;
}

/* The caller holds the lock. */
static void drop_user(struct contents *c)
{
	if (--c->users)
		return;
	release_chain(&c->chain);
	axes_release(&c->axes);
	free(c->page);
	free(c);
}

void contents_release(const struct contents *c)
{
	if (!c)
		return;
	pthread_mutex_lock(&known.lock);
	drop_user((struct contents *)(uintptr_t)c);
	pthread_mutex_unlock(&known.lock);
}

/* Returns what is known of the file in its present state, or NULL. */
static struct contents *recall(const struct in *in)
{
	struct contents key = { .file = in->seen }, **node, *c = NULL;

	pthread_mutex_lock(&known.lock);
	node = tfind(&key, &known.tree, by_file);
	if (node && is_of(*node, in)) {
		c = *node;
		c->users++;
	}
	pthread_mutex_unlock(&known.lock);
	return c;
}

/* Keeps C, and drops what was known of an earlier state of the file. */
static void remember(struct contents *c)
{
	struct contents **node;

	pthread_mutex_lock(&known.lock);
	node = tsearch(c, &known.tree, by_file);
	if (*node != c) {
		drop_user(*node);
		*node = c;
	}
	c->users++;
	pthread_mutex_unlock(&known.lock);
}

static double area(const struct tiff_link *page)
{
	return (double)page->width * (double)page->height;
}

static int is_copy(const struct contents *c, size_t page)
{
	return c->chain.page[page].reduced &&
	       area(&c->chain.page[page]) < c->largest;
}

int contents_is_copy(const struct contents *c, size_t page)
{
	return !c->page && !c->behind_one && is_copy(c, page);
}

/* Decides which pages count: thumbnails and the smaller copies of a pyramid do
 * not, wherever they are, unless the file gives them page numbers. */
static void leave_out_copies(struct contents *c)
{
	const struct tiff_chain *chain = &c->chain;
	size_t n = 0;

	c->pages = chain->pages;
	for (size_t i = 0; i < chain->pages; i++)
		if (!chain->page[i].reduced)
			c->largest = fmax(c->largest, area(&chain->page[i]));
	for (size_t i = 0; i < chain->pages; i++)
		c->copies += is_copy(c, i);
	if (c->axes.pages_are_numbered || !c->copies)
		return;
	c->pages -= c->copies;
	c->copies = 0;
	c->page = mem_alloc(c->pages * sizeof(*c->page));
	for (size_t i = 0; i < chain->pages; i++)
		if (!is_copy(c, i))
			c->page[n++] = i;
}

/* Finds out whether the description names a smaller copy, by its number, as a
 * plane: then perhaps it does not count the copies. */
static int calls_copy_plane(const struct contents *c)
{
	const struct axes *a = &c->axes;
	size_t all = a->c * a->z * a->t, found = 0;
	/* copies before each page */
	size_t *before = mem_alloc((c->pages + 1) * sizeof(*before));

	before[0] = 0;
	for (size_t i = 0; i < c->pages; i++)
		before[i + 1] = before[i] + (size_t)contents_is_copy(c, i);
	for (size_t i = 0; i < a->runs && !found; i++) {
		const struct axes_run *r = &a->run[i];
		size_t first = min(r->page, c->pages);
		size_t planes = r->plane < all ? min(r->n, all - r->plane) : 0;

		if (!r->file)
			found = before[first + min(planes, c->pages - first)] -
				before[first];
	}
	free(before);
	return found > 0;
}

/* Returns 1 if pixels follow the directory, as in stacks.  If they do not,
 * another program may have taken this page out of a stack and kept the stack's
 * description. */
static int pixels_are_last(const struct contents *c, struct tiff_file *t)
{
	uint64_t offset = 0, bytes;

	if (c->first.plain)
		tiff_stored(t, 0, 0, 0, &offset, &bytes);
	return offset > c->chain.page[0].offset;
}

/* Counts the planes behind a single page: stacks of MetaMorph, and of ImageJ
 * above 4 GB, have one page, followed by the pixels of all other planes. */
static int look_behind(struct contents *c, struct tiff_file *t, struct err *err)
{
	size_t have;

	if (c->chain.pages > 1 || c->axes.images < 2)
		return 0;
	if (!c->axes.behind_one && !pixels_are_last(c, t))
		return 0;
	have = tiff_raw_planes(t, &c->first);
	if (have < c->axes.images)
		return tiff_file_fault(
			t, err,
			"the file has only %zu of the %zu planes of this %s "
			"stack: the file was cut short, or has to be saved as "
			"plain TIFF",
			have, c->axes.images, c->dialect->name);
	c->pages = c->axes.images;
	c->behind_one = 1;
	return 0;
}

static void read_axes(struct contents *c, struct tiff_file *t)
{
	struct dialect_file f = {
		.path = t->in.path,
		.description = tiff_description(t),
		.first = &c->first,
		.pages = c->chain.pages,
	};

	axes_init(&c->axes);
	c->dialect = dialect_find(&f);
	if (c->dialect)
		c->dialect->read(&c->axes, &f);
	if (!c->axes.known)
		c->axes.c = c->axes.z = c->axes.t = 1;
}

static int find_out(struct contents *c, struct tiff_file *t, struct err *err)
{
	struct axes *a = &c->axes;

	if (read_chain(&c->chain, t, err) < 0)
		return -1;
	if (!c->chain.pages)
		return tiff_file_fault(t, err, "its list of pages is damaged");
	if (tiff_select(t, 0, c->chain.page[0].offset, &c->first, err) < 0)
		return -1;
	read_axes(c, t);
	leave_out_copies(c);
	if (c->page && c->page[0] &&
	    contents_select(c, t, 0, &c->first, err) < 0)
		return -1;
	if (look_behind(c, t, err) < 0)
		return -1;
	if (a->shape_is_all && a->known && a->images != c->pages) {
		a->known = 0;
		a->c = a->z = a->t = 1;
	}
	c->contradicts = c->copies && calls_copy_plane(c);
	for (int i = 0; i < 3; i++)
		/* it is valid only while the page is current */
		c->first.map[i] = NULL;
	return 0;
}

int contents_of(const struct contents **to, struct tiff_file *t,
		struct err *err)
{
	struct contents *c = recall(&t->in);

	*to = c;
	if (c)
		return 0;
	c = mem_zero(1, sizeof(*c));
	c->file = t->in.seen;
	c->size = t->in.size;
	c->mtime = t->in.mtime;
	c->users = 1;
	if (find_out(c, t, err) < 0) {
		contents_release(c);
		return -1;
	}
	if (c->chain.pages > 1 || c->behind_one)
		remember(c);
	*to = c;
	return 0;
}

int contents_select(const struct contents *c, struct tiff_file *t, size_t page,
		    struct tiff_page *to, struct err *err)
{
	size_t number = c->behind_one ? 0 : c->page ? c->page[page] : page;

	return tiff_select_like(t, number, &c->chain.page[number], to, err);
}
