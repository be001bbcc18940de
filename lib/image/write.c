/*
 * write.c - an image file, written row by row.
 *
 * Uncompressed TIFF is a header, a directory of fixed size and the rows,
 * so it is written here from top to bottom, in the host's byte order.
 */
#include "image/write.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

enum { STRIP = 1 << 20 };	/* bytes, about */

enum { SHORT = 3, LONG = 4, RATIONAL = 5, LONG8 = 16 };	/* field types */

struct layout {
	int big, pitch;		/* whether it is known */
	size_t rows, strips;	/* rows in a strip */
	uint64_t row, lists, data;	/* bytes; offsets */
	uint32_t dense[2][2];	/* x, y: pixels a centimetre, a fraction */
};

/* The fraction of two 32-bit numbers nearest to X, by continued fractions:
 * what was a short decimal is one again when it is read. */
static void fraction(uint32_t to[2], double x)
{
	double n[2] = { 1, 0 }, d[2] = { 0, 1 }, rest = x;

	for (int i = 0; i < 40; i++) {
		double whole = floor(rest), a = whole * n[0] + n[1];
		double b = whole * d[0] + d[1];

		if (a > UINT32_MAX || b > UINT32_MAX)
			break;
		n[1] = n[0];
		d[1] = d[0];
		n[0] = a;
		d[0] = b;
		if (rest - whole < 1e-12 || fabs(a / b - x) <= 1e-12 * x)
			break;
		rest = 1 / (rest - whole);
	}
	to[0] = (uint32_t)n[0];
	to[1] = (uint32_t)d[0];
}

static void lay_pitch(struct layout *l, const struct pitch *p)
{
	if (!p || !(p->x > 0) || !(p->y > 0))
		return;
	fraction(l->dense[0], 1e4 / p->x);
	fraction(l->dense[1], 1e4 / p->y);
	l->pitch = l->dense[0][0] && l->dense[0][1] &&
		   l->dense[1][0] && l->dense[1][1];
}

static struct layout lay_out(size_t width, size_t height, size_t size,
			     const struct pitch *pitch)
{
	struct layout l = { .row = (uint64_t)width * size };
	uint64_t tags;

	l.rows = STRIP / l.row + 1;
	if (l.rows > height)
		l.rows = height;
	l.strips = (height + l.rows - 1) / l.rows;
	l.big = l.row * height + 16 * (uint64_t)l.strips + 1000 > UINT32_MAX;
	lay_pitch(&l, pitch);
	tags = l.pitch ? 14 : 11;
	l.lists = l.big ? 16 + 8 + tags * 20 + 8 : 8 + 2 + tags * 12 + 4 + 2;
	if (l.pitch && !l.big)
		l.lists += 16;	/* fractions have no room in an entry */
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

/* Numerator first; classic TIFF has it before the lists. */
static void rational(struct buf *b, const struct layout *l, unsigned tag,
		     int axis)
{
	const uint32_t *x = l->dense[axis];

	put(b, tag, 2);
	put(b, RATIONAL, 2);
	put(b, 1, l->big ? 8 : 4);
	if (!l->big)
		put(b, l->lists - 16 + 8 * (uint64_t)axis, 4);
	for (int i = 0; l->big && i < 2; i++)
		put(b, x[i], 4);
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
	for (int i = 0; l->big && i < 2; i++)
		put(b, i ? 0 : 8, 2);
	put(b, l->big ? 16 : 8, word);
	put(b, l->pitch ? 14 : 11, l->big ? 8 : 2);
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
	if (l->pitch) {
		rational(b, l, 282, 0);
		rational(b, l, 283, 1);
	}
	entry(b, l, 284, SHORT, 1, 1);
	if (l->pitch)
		entry(b, l, 296, SHORT, 1, 3);	/* a centimetre */
	entry(b, l, 339, SHORT, 1, pixel_is_float(type) ? 3 : 1);
	put(b, 0, word);			/* no other directory */
	if (!l->big)
		put(b, 0, 2);			/* data on a multiple of 4 */
	for (int i = 0; l->pitch && !l->big && i < 4; i++)
		put(b, l->dense[i / 2][i % 2], 4);
	if (n > 1)
		lists(b, l, height);
}

int writer_open(struct writer *w, const char *path, size_t width,
		size_t height, enum pixel type, const struct pitch *pitch,
		struct err *err)
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
	l = lay_out(width, height, pixel_size(type), pitch);
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
