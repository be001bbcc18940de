/* contents.c - see contents.h. */
#include "image/contents.h"

#include <math.h>
#include <pthread.h>
#include <search.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/size.h"
#include "image/tiff_raw.h"

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
	tiff_chain_release(&c->chain);
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

	if (tiff_chain_read(&c->chain, t, err) < 0)
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
