/*
 * write.c - an image file, written row by row.
 *
 * Uncompressed TIFF is a header, a directory of fixed size and the rows,
 * so it is written here from top to bottom, in the host's byte order.
 */
#include "image/write.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

enum { STRIP = 1 << 20 };	/* bytes, about */

enum { SHORT = 3, LONG = 4, LONG8 = 16 };	/* TIFF's field types */

struct layout {
	int big;
	size_t rows, strips;	/* rows in a strip */
	uint64_t row, lists, data;	/* bytes; offsets */
};

static struct layout lay_out(size_t width, size_t height, size_t size)
{
	struct layout l = { .row = (uint64_t)width * size };

	l.rows = STRIP / l.row + 1;
	if (l.rows > height)
		l.rows = height;
	l.strips = (height + l.rows - 1) / l.rows;
	l.big = l.row * height + 16 * (uint64_t)l.strips + 1000 > UINT32_MAX;
	l.lists = l.big ? 16 + 8 + 11 * 20 + 8 : 8 + 2 + 11 * 12 + 4 + 2;
	l.data = l.lists;
	if (l.strips > 1)
		l.data += (uint64_t)l.strips * 2 * (l.big ? 8 : 4);
	return l;
}

static void put(struct buf *b, uint64_t x, size_t bytes)
{
	uint16_t x2 = (uint16_t)x;
	uint32_t x4 = (uint32_t)x;

	buf_add(b, bytes == 2 ? (void *)&x2 : bytes == 4 ? (void *)&x4 :
		(void *)&x, bytes);
}

/* A directory entry: a value of its own, or the offset of a list. */
static void entry(struct buf *b, const struct layout *l, unsigned tag,
		  int type, uint64_t count, uint64_t value)
{
	size_t word = l->big ? 8 : 4;
	size_t size = count > 1 ? word : type == SHORT ? 2 :
		      type == LONG ? 4 : 8;

	put(b, tag, 2);
	put(b, (uint64_t)type, 2);
	put(b, count, word);
	put(b, value, size);
	for (; size < word; size += 2)
		put(b, 0, 2);
}

static void lists(struct buf *b, const struct layout *l, size_t height)
{
	size_t word = l->big ? 8 : 4;
	uint64_t strip = l->row * l->rows;

	for (size_t i = 0; i < l->strips; i++)
		put(b, l->data + i * strip, word);
	for (size_t i = 0; i < l->strips; i++)
		put(b, i + 1 < l->strips ? strip :
		    (height - i * l->rows) * l->row, word);
}

static void directory(struct buf *b, const struct layout *l, size_t width,
		      size_t height, enum pixel type)
{
	const uint16_t one = 1;
	int offset = l->big ? LONG8 : LONG;
	uint64_t word = l->big ? 8 : 4, n = l->strips;

	buf_str(b, *(const char *)&one ? "II" : "MM");
	put(b, l->big ? 43 : 42, 2);
	if (l->big) {
		put(b, 8, 2);
		put(b, 0, 2);
	}
	put(b, l->big ? 16 : 8, word);
	put(b, 11, l->big ? 8 : 2);
	entry(b, l, 256, LONG, 1, width);
	entry(b, l, 257, LONG, 1, height);
	entry(b, l, 258, SHORT, 1, 8 * pixel_size(type));
	entry(b, l, 259, SHORT, 1, 1);		/* no compression */
	entry(b, l, 262, SHORT, 1, 1);		/* black is 0 */
	entry(b, l, 273, offset, n, n > 1 ? l->lists : l->data);
	entry(b, l, 277, SHORT, 1, 1);		/* samples a pixel */
	entry(b, l, 278, LONG, 1, l->rows);
	entry(b, l, 279, offset, n, n > 1 ? l->lists + n * word :
	      l->row * height);
	entry(b, l, 284, SHORT, 1, 1);
	entry(b, l, 339, SHORT, 1, pixel_is_float(type) ? 3 : 1);
	put(b, 0, word);			/* no other directory */
	if (!l->big)
		put(b, 0, 2);			/* data on a multiple of 4 */
	if (n > 1)
		lists(b, l, height);
}

int writer_open(struct writer *w, const char *path, size_t width,
		size_t height, enum pixel type, struct err *err)
{
	struct layout l;
	struct buf b = { 0 };

	assert(width && height && width <= UINT32_MAX &&
	       height <= UINT32_MAX);
	assert(type == PIXEL_U8 || type == PIXEL_U16 || type == PIXEL_F32);
	memset(w, 0, sizeof(*w));
	if (out_open(&w->out, path, FILE_IMAGE, err) < 0)
		return -1;
	w->width = width;
	w->left = height;
	w->type = type;
	l = lay_out(width, height, pixel_size(type));
	directory(&b, &l, width, height, type);
	assert(b.len == l.data);
	out_add(&w->out, b.data, b.len);
	buf_release(&b);
	return 0;
}

void writer_rows(struct writer *w, const void *px, size_t rows)
{
	assert(rows <= w->left);
	out_add(&w->out, px, rows * w->width * pixel_size(w->type));
	w->left -= rows;
}

int writer_close(struct writer *w, struct err *err)
{
	int rc;

	assert(!w->left);
	rc = out_commit(&w->out, err);
	out_release(&w->out);
	return rc;
}

void writer_drop(struct writer *w)
{
	out_release(&w->out);
}
