/* scan.c - see scan.h. */
#include "image/scan.h"

#include <stdlib.h>

#include "base/mem.h"
#include "image/blocks.h"

struct scan {
	struct blocks *blocks;
	size_t next; /* number of the next block */
	void *band;  /* the rows of the plane read last */
};

int scan_open(struct scan **to, const char *ref, struct err *err)
{
	struct scan *s = mem_zero(1, sizeof(*s));

	*to = NULL;
	if (blocks_open(&s->blocks, ref, err) < 0) {
		scan_close(s);
		return -1;
	}
	*to = s;
	return 0;
}

void scan_close(struct scan *s)
{
	if (!s)
		return;
	blocks_close(s->blocks);
	free(s->band);
	free(s);
}

const struct image_info *scan_info(const struct scan *s)
{
	return blocks_info(s->blocks);
}

int scan_digest(const struct scan *s, struct digest *to, struct err *err)
{
	return blocks_digest(s->blocks, to, err);
}

const char *scan_note(const struct scan *s)
{
	return blocks_note(s->blocks);
}

const char *scan_warning(const struct scan *s)
{
	return blocks_warning(s->blocks);
}

void scan_rewind(struct scan *s)
{
	s->next = 0;
}

/* Allocates the buffer.  This comes last, when the size has been checked. */
static int make_band(struct scan *s, struct err *err)
{
	const struct blocks_grid *g = blocks_grid(s->blocks);
	size_t rows = g->block_height < g->height ? g->block_height : g->height;

	if (s->band)
		return 0;
	if (blocks_room(s->blocks, "row of tiles", g->width, err) < 0)
		return -1;
	s->band = mem_alloc(g->width * rows * pixel_bytes(g->type));
	return 0;
}

int scan_next(struct scan *s, struct band *b, struct err *err)
{
	const struct blocks_grid *g = blocks_grid(s->blocks);
	size_t size = pixel_bytes(g->type), stride = g->width * size, x = 0;
	struct blocks_place place;

	if (s->next >= blocks_count(g))
		return 0;
	if (make_band(s, err) < 0)
		return -1;
	place = blocks_place(g, s->next);
	*b = (struct band){ place.y, place.height, s->band };
	for (; x < g->width; x += g->block_width)
		if (blocks_read(s->blocks, s->next++,
				(char *)s->band + x * size, stride, err) < 0)
			return -1;
	return 1;
}

static void add_note(struct scan_note *n, const char *text, const char *ref)
{
	if (*text && !n->n++)
		*n = (struct scan_note){ text, ref, 1 };
}

void scan_notes_add(struct scan_notes *n, const char *note, const char *warning,
		    const char *ref)
{
	n->images++;
	add_note(&n->converted, note, ref);
	add_note(&n->damaged, warning, ref);
}

void scan_notes_tell(const struct scan_notes *n, const char *side,
		     struct messages *messages)
{
	const struct scan_note *c = &n->converted, *d = &n->damaged;

	if (c->n && c->n < n->images)
		messages_warn(messages,
			      "%s: %zu of %zu images %s converted on reading, "
			      "and the others are not; conversion: %s; first "
			      "such image: '%s'; to read the stored numbers, "
			      "add '[raw]' to its name",
			      side, c->n, n->images, c->n == 1 ? "is" : "are",
			      c->text, c->first);
	else if (c->n)
		messages_warn(messages,
			      "%s: %zu image%s converted on reading: %s; first "
			      "such image: '%s'; to read the stored numbers, "
			      "add '[raw]' to its name",
			      side, c->n, c->n == 1 ? " is" : "s are", c->text,
			      c->first);
	if (d->n)
		messages_warn(messages,
			      "%s: %zu image%s from %s; first such image: '%s'",
			      side, d->n, d->n == 1 ? " is" : "s are", d->text,
			      d->first);
}
