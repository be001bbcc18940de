/*
 * tiff_write.c - an image file, written row by row.
 *
 * Uncompressed TIFF is a header, a directory of fixed size and the rows,
 * so it is written here from top to bottom, in the host's byte order.
 */
#include "image/tiff_write.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

enum { STRIP = 1 << 20 }; /* bytes, about */

enum { /* field types */
       TEXT = 2,
       SHORT = 3,
       LONG = 4,
       RATIONAL = 5,
       LONG8 = 16
};

/* Header, directories with their lists, ImageJ's text, pixels. */
struct tiff_plan {
	int big, pitch;	      /* whether it is known */
	size_t width, height; /* of a slice */
	enum pixel type;
	size_t slices;
	size_t rows, strips;	     /* rows in a strip, strips of a slice */
	uint64_t row, entries, page; /* bytes: of pixels, of a directory
					   without and with its lists */
	uint64_t head, text, data;   /* offsets: of the first directory */
	char about[100];	     /* the text; "": none */
	uint32_t dense[2][2];	     /* x, y: pixels a centimetre, a fraction */
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

static void lay_pitch(struct tiff_plan *l, const struct pixel_pitch *p)
{
	if (!p || !(p->x > 0) || !(p->y > 0))
		return;
	fraction(l->dense[0], 1e4 / p->x);
	fraction(l->dense[1], 1e4 / p->y);
	l->pitch = l->dense[0][0] && l->dense[0][1] && l->dense[1][0] &&
		   l->dense[1][1];
}

static unsigned tags(const struct tiff_plan *l)
{
	return 11 + (l->pitch ? 3 : 0) + (l->about[0] != 0);
}

static struct tiff_plan lay_out(size_t width, size_t height, size_t slices,
				enum pixel type,
				const struct pixel_pitch *pitch)
{
	struct tiff_plan l = { .width = width,
			       .height = height / slices,
			       .slices = slices,
			       .type = type };
	uint64_t most;

	l.row = (uint64_t)width * pixel_bytes(type);
	l.rows = STRIP / l.row + 1;
	if (l.rows > l.height)
		l.rows = l.height;
	l.strips = (l.height + l.rows - 1) / l.rows;
	most = 1000 + 16 * (uint64_t)l.strips;
	if (slices > 1)
		snprintf(l.about, sizeof(l.about),
			 "ImageJ=1.54f\n"
			 "images=%zu\nslices=%zu\nloop=false\n",
			 slices, slices);
	l.big = (l.row * l.height + most) * slices > UINT32_MAX;
	lay_pitch(&l, pitch);
	l.head = l.big ? 16 : 8;
	l.entries = l.big ? 8 + tags(&l) * 20 + 8 : 2 + tags(&l) * 12 + 4 + 2;
	if (l.pitch && !l.big)
		l.entries += 16; /* fractions have no room there */
	l.page = l.entries;
	if (l.strips > 1)
		l.page += (uint64_t)l.strips * 2 * (l.big ? 8 : 4);
	l.text = l.head + slices * l.page;
	l.data = l.text + (l.about[0] ? sizeof(l.about) : 0);
	return l;
}

static void put(struct buf *b, uint64_t x, size_t bytes)
{
	uint16_t x2 = (uint16_t)x;
	uint32_t x4 = (uint32_t)x;

	buf_add(b,
		bytes == 2 ? (void *)&x2 :
		bytes == 4 ? (void *)&x4 :
			     (void *)&x,
		bytes);
}

/* A directory entry: a value of its own, or the offset of a list. */
static void entry(struct buf *b, const struct tiff_plan *l, unsigned tag,
		  int type, uint64_t count, uint64_t value)
{
	size_t word = l->big ? 8 : 4;
	size_t size = count > 1	    ? word :
		      type == SHORT ? 2 :
		      type == LONG  ? 4 :
				      8;

	put(b, tag, 2);
	put(b, (uint64_t)type, 2);
	put(b, count, word);
	put(b, value, size);
	for (; size < word; size += 2)
		put(b, 0, 2);
}

/* Numerator first; classic TIFF has it before the lists, at END. */
static void rational(struct buf *b, const struct tiff_plan *l, unsigned tag,
		     int axis, uint64_t end)
{
	const uint32_t *x = l->dense[axis];

	put(b, tag, 2);
	put(b, RATIONAL, 2);
	put(b, 1, l->big ? 8 : 4);
	if (!l->big)
		put(b, end - 16 + 8 * (uint64_t)axis, 4);
	for (int i = 0; l->big && i < 2; i++)
		put(b, x[i], 4);
}

static void lists(struct buf *b, const struct tiff_plan *l, uint64_t data)
{
	size_t word = l->big ? 8 : 4;
	uint64_t strip = l->row * l->rows;

	for (size_t i = 0; i < l->strips; i++)
		put(b, data + i * strip, word);
	for (size_t i = 0; i < l->strips; i++)
		put(b,
		    i + 1 < l->strips ? strip :
					(l->height - i * l->rows) * l->row,
		    word);
}

static void header(struct buf *b, const struct tiff_plan *l)
{
	const uint16_t one = 1;

	buf_str(b, *(const char *)&one ? "II" : "MM");
	put(b, l->big ? 43 : 42, 2);
	for (int i = 0; l->big && i < 2; i++)
		put(b, i ? 0 : 8, 2);
	put(b, l->head, l->big ? 8 : 4);
}

/* DATA: where slice Z's pixels lie; END: this directory's lists. */
static void entries(struct buf *b, const struct tiff_plan *l, uint64_t data,
		    uint64_t end)
{
	int offset = l->big ? LONG8 : LONG;
	uint64_t word = l->big ? 8 : 4, n = l->strips;

	entry(b, l, 256, LONG, 1, l->width);
	entry(b, l, 257, LONG, 1, l->height);
	entry(b, l, 258, SHORT, 1, 8 * pixel_bytes(l->type));
	entry(b, l, 259, SHORT, 1, 1); /* no compression */
	entry(b, l, 262, SHORT, 1, 1); /* black is 0 */
	if (l->about[0])
		entry(b, l, 270, TEXT, sizeof(l->about), l->text);
	entry(b, l, 273, offset, n, n > 1 ? end : data);
	entry(b, l, 277, SHORT, 1, 1); /* samples a pixel */
	entry(b, l, 278, LONG, 1, l->rows);
	entry(b, l, 279, offset, n,
	      n > 1 ? end + n * word : l->row * l->height);
	if (l->pitch) {
		rational(b, l, 282, 0, end);
		rational(b, l, 283, 1, end);
	}
	entry(b, l, 284, SHORT, 1, 1);
	if (l->pitch)
		entry(b, l, 296, SHORT, 1, 3); /* a centimetre */
	entry(b, l, 339, SHORT, 1, pixel_is_float(l->type) ? 3 : 1);
}

static void directory(struct buf *b, const struct tiff_plan *l, size_t z)
{
	uint64_t data = l->data + z * l->row * l->height;
	uint64_t end = l->head + z * l->page + l->entries;
	uint64_t next = l->head + (z + 1) * l->page;

	put(b, tags(l), l->big ? 8 : 2);
	entries(b, l, data, end);
	put(b, z + 1 < l->slices ? next : 0, l->big ? 8 : 4);
	if (!l->big)
		put(b, 0, 2); /* data on a multiple of 4 */
	for (int i = 0; l->pitch && !l->big && i < 4; i++)
		put(b, l->dense[i / 2][i % 2], 4);
	if (l->strips > 1)
		lists(b, l, data);
}

int tiff_write_open(struct tiff_writer *w, const char *path, size_t width,
		    size_t height, size_t slices, enum pixel type,
		    const struct pixel_pitch *pitch, struct err *err)
{
	struct tiff_plan l;
	struct buf b = { 0 };

	assert(width && height && width <= UINT32_MAX &&
	       height / slices <= UINT32_MAX && height % slices == 0);
	assert(type == PIXEL_U8 || type == PIXEL_U16 || type == PIXEL_F32);
	memset(w, 0, sizeof(*w));
	if (out_open(&w->out, path, FILE_IMAGE, err) < 0)
		return -1;
	w->width = width;
	w->left = height;
	w->type = type;
	l = lay_out(width, height, slices, type, pitch);
	header(&b, &l);
	for (size_t z = 0; z < slices; z++)
		directory(&b, &l, z);
	if (l.about[0])
		buf_add(&b, l.about, sizeof(l.about));
	assert(b.len == l.data);
	out_add(&w->out, b.data, b.len);
	buf_release(&b);
	return 0;
}

void tiff_write_rows(struct tiff_writer *w, const void *px, size_t rows)
{
	assert(rows <= w->left);
	out_add(&w->out, px, rows * w->width * pixel_bytes(w->type));
	w->left -= rows;
}

int tiff_write_close(struct tiff_writer *w, struct err *err)
{
	int rc;

	assert(!w->left);
	rc = out_commit(&w->out, err);
	out_release(&w->out);
	return rc;
}

void tiff_write_drop(struct tiff_writer *w)
{
	out_release(&w->out);
}
