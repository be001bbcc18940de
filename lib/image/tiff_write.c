/*
 * tiff_write.c - see tiff_write.h.
 *
 * An uncompressed TIFF is a header, directories of fixed size and rows of
 * pixels. So it is written here from top to bottom, in the host's byte order.
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
#include "base/num.h"

enum { STRIP = 1 << 20 }; /* bytes of a strip, roughly */

enum { /* numbers of TIFF's types */
       BYTE = 1,
       TEXT = 2,
       SHORT = 3,
       LONG = 4,
       RATIONAL = 5,
       LONG8 = 16
};

/* The file's layout: header, directories with their lists, description,
 * pixels. */
struct tiff_plan {
	const struct tiff_new *layout;
	int big, pitch; /* 1: a BigTIFF; 1: the pitch is known */
	unsigned unit;	/* of the resolution: 1 none, 3 centimetre */
	size_t height;	/* height of a page */
	size_t pages, directories;
	size_t rows, strips; /* rows in a strip, strips in a slice */
	/* bytes: of a row of pixels, of a directory without its lists, and with
	 * them */
	uint64_t row, entries, page;
	/* offsets: of the first directory, of the description, of the pixels */
	uint64_t head, text, data;
	struct buf about; /* the description, padded with NULs */
	/* ImageJ's labels of the pages, and their numbers of bytes */
	struct buf label, count;
	/* pixels a centimetre along x and y, as fractions */
	uint32_t dense[2][2];
};

/* Finds the fraction of two 32-bit numbers nearest to X, by continued
 * fractions. A short decimal number is then read back exactly. */
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

static size_t at_least_1(size_t n)
{
	return n ? n : 1;
}

static void add_length(struct buf *b, const char *key, size_t n)
{
	if (n > 1)
		buf_printf(b, "%s=%zu\n", key, n);
}

static void add_real(struct buf *b, const char *before, double x,
		     const char *after)
{
	char text[NUM_MAX];

	if (x > 0)
		buf_printf(b, "%s%s%s", before, num_text(text, x), after);
}

static int knows_pitch(const struct tiff_new *y)
{
	return y->pitch.x > 0 && y->pitch.y > 0;
}

/* ImageJ uses the unit in the tags only if there is no description. */
static void imagej_distances(struct tiff_plan *l, const struct tiff_new *y)
{
	struct buf *b = &l->about;

	if (knows_pitch(y)) {
		l->unit = 1;
		buf_str(b, "unit=micron\n");
		add_real(b, "spacing=", y->spacing, "\n");
	}
	add_real(b, "finterval=", y->interval, "\n");
}

static void imagej_text(struct tiff_plan *l, const struct tiff_new *y)
{
	struct buf *b = &l->about;

	if (l->pages < 2)
		return;
	buf_printf(b, "ImageJ=1.54f\nimages=%zu\n", l->pages);
	if (!y->of_no_kind) {
		add_length(b, "channels", y->c);
		add_length(b, "slices", y->z);
		add_length(b, "frames", y->t);
		if (y->c > 1 || y->t > 1)
			buf_str(b, "hyperstack=true\nmode=grayscale\n");
	}
	imagej_distances(l, y);
	buf_str(b, "loop=false\n");
}

static void add_escaped(struct buf *b, const char *text)
{
	for (; *text; text++)
		if (*text == '&' || *text == '<' || *text == '>' ||
		    *text == '"')
			buf_printf(b, "&#%d;", *text);
		else
			buf_char(b, (unsigned char)*text < ' ' ? ' ' : *text);
}

static void ome_channels(struct buf *b, const struct tiff_new *y)
{
	for (size_t c = 0; c < at_least_1(y->c); c++) {
		buf_printf(b, "<Channel ID=\"Channel:0:%zu\"", c);
		if (y->channel && y->channel->at[c][0]) {
			buf_str(b, " Name=\"");
			add_escaped(b, y->channel->at[c]);
			buf_char(b, '"');
		}
		buf_str(b, " SamplesPerPixel=\"1\"/>");
	}
}

/* Where no unit is written, the schema defines it: micrometres, seconds. */
static void ome_text(struct tiff_plan *l, const struct tiff_new *y)
{
	static const char schema[] =
		"http://www.openmicroscopy.org/Schemas/OME/2016-06";
	struct buf *b = &l->about;
	const uint16_t one = 1;

	buf_printf(b,
		   "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
		   "<OME xmlns=\"%s\" xmlns:xsi=\""
		   "http://www.w3.org/2001/XMLSchema-instance\" "
		   "xsi:schemaLocation=\"%s %s/ome.xsd\" Creator=\"xp\">"
		   "<Image ID=\"Image:0\">"
		   "<Pixels ID=\"Pixels:0\" DimensionOrder=\"XYCZT\" "
		   "Type=\"%s\" BigEndian=\"%s\" SizeX=\"%zu\" SizeY=\"%zu\" "
		   "SizeC=\"%zu\" SizeZ=\"%zu\" SizeT=\"%zu\"",
		   schema, schema, schema,
		   y->type == PIXEL_F32 ? "float" : pixel_name(y->type),
		   *(const char *)&one ? "false" : "true", y->width, y->height,
		   at_least_1(y->c), at_least_1(y->z), at_least_1(y->t));
	if (knows_pitch(y)) {
		add_real(b, " PhysicalSizeX=\"", y->pitch.x, "\"");
		add_real(b, " PhysicalSizeY=\"", y->pitch.y, "\"");
	}
	add_real(b, " PhysicalSizeZ=\"", y->spacing, "\"");
	add_real(b, " TimeIncrement=\"", y->interval, "\"");
	buf_char(b, '>');
	ome_channels(b, y);
	buf_printf(b,
		   "<TiffData IFD=\"0\" PlaneCount=\"%zu\"/>"
		   "</Pixels></Image></OME>",
		   l->pages);
}

/* Counts the NUL at the end of the description, and the bytes after it that
 * bring the pixels to a multiple of 4.  Files of a few slices have always had
 * 100 bytes of description. */
static void lay_text(struct tiff_plan *l)
{
	if (l->layout->dialect == TIFF_OME)
		ome_text(l, l->layout);
	else
		imagej_text(l, l->layout);
	if (!l->about.len)
		return;
	do
		buf_char(&l->about, 0);
	while (l->about.len % 4 || l->about.len < 100);
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
/* Converts UTF-8 to UTF-16 in the host's byte order.  A byte that is not valid
 * UTF-8 becomes "?". */
static void add_utf16(struct buf *b, const char *text)
{
	const unsigned char *u = (const unsigned char *)text;

	while (*u) {
		uint32_t x = *u++, more = x >= 0xf0 ? 3 :
					  x >= 0xe0 ? 2 :
					  x >= 0xc0 ? 1 :
						      0;

		if (x >= 0x80)
			x = more ? x & (0x3fu >> more) : '?';
		for (; more && (*u & 0xc0) == 0x80; more--)
			x = x << 6 | (*u++ & 0x3f);
		if (more)
			x = '?';
		if (x > 0xffff) {
			put(b, 0xd800 + ((x - 0x10000) >> 10 & 0x3ff), 2);
			x = 0xdc00 + (x & 0x3ff);
		}
		put(b, x, 2);
	}
}

/* ImageJ's labels of pages: the names of their channels. */
static void lay_labels(struct tiff_plan *l)
{
	const struct strs *names = l->layout->channel;

	if (!names || l->pages < 2 || l->layout->dialect != TIFF_IMAGEJ)
		return;
	put(&l->label, 0x494a494a, 4); /* "IJIJ" */
	put(&l->label, 0x6c61626c, 4); /* "labl" */
	put(&l->label, l->pages, 4);
	put(&l->count, l->label.len, 4);
	for (size_t i = 0; i < l->pages; i++) {
		size_t before = l->label.len;

		add_utf16(&l->label, names->at[i % names->n]);
		put(&l->count, l->label.len - before, 4);
	}
	while (l->label.len % 4)
		buf_char(&l->label, 0);
}

static void lay_pitch(struct tiff_plan *l)
{
	double per = l->unit == 1 ? 1 : 1e4;

	if (!knows_pitch(l->layout))
		return;
	fraction(l->dense[0], per / l->layout->pitch.x);
	fraction(l->dense[1], per / l->layout->pitch.y);
	l->pitch = l->dense[0][0] && l->dense[0][1] && l->dense[1][0] &&
		   l->dense[1][1];
}

static unsigned tags(const struct tiff_plan *l)
{
	return 11 + (l->pitch ? 3 : 0) + (l->about.len != 0) +
	       (l->label.len ? 2 : 0);
}

/* The offsets of a classic TIFF are too small for all pages.  ImageJ cannot
 * read BigTIFF; for such files it writes a single directory, for the first
 * page, and the pixels of the other pages behind those of the first. */
static void choose_kind(struct tiff_plan *l)
{
	uint64_t lists = 1000 + 16 * (uint64_t)l->strips,
		 px = l->row * l->height;
	uint64_t extra = l->about.len + l->label.len + l->count.len;

	l->directories = l->pages;
	l->big = (px + lists) * l->pages + extra > UINT32_MAX;
	if (l->big && l->pages > 1 && l->layout->dialect == TIFF_IMAGEJ &&
	    px + lists + extra <= UINT32_MAX) {
		l->directories = 1;
		l->big = 0;
	}
}

static void lay_out(struct tiff_plan *l, const struct tiff_new *y)
{
	*l = (struct tiff_plan){ .layout = y, .unit = 3 };
	l->pages = at_least_1(y->c) * at_least_1(y->z) * at_least_1(y->t);
	l->row = (uint64_t)y->width * pixel_bytes(y->type);
	l->height = y->height;
	l->rows = STRIP / l->row + 1;
	if (l->rows > l->height)
		l->rows = l->height;
	l->strips = (l->height + l->rows - 1) / l->rows;
	lay_text(l);
	lay_labels(l);
	lay_pitch(l);
	choose_kind(l);
	l->head = l->big ? 16 : 8;
	l->entries = l->big ? 8 + tags(l) * 20 + 8 : 2 + tags(l) * 12 + 4 + 2;
	if (l->pitch && !l->big)
		/* a classic TIFF's entry has no room for a fraction */
		l->entries += 16;
	l->page = l->entries;
	if (l->strips > 1)
		l->page += (uint64_t)l->strips * 2 * (l->big ? 8 : 4);
	l->text = l->head + l->directories * l->page;
	l->data = l->text + l->about.len + l->count.len + l->label.len;
}

/* Writes a directory entry; VALUE is the value itself or the offset of a
 * list. */
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

/* Writes a fraction, the numerator first.  In a classic TIFF it is stored
 * before the lists, at END. */
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

/* Writes the entries of a directory.  DATA: offset of the page's pixels; END:
 * offset of this directory's lists. */
static void entries(struct buf *b, const struct tiff_plan *l, uint64_t data,
		    uint64_t end)
{
	int offset = l->big ? LONG8 : LONG;
	uint64_t word = l->big ? 8 : 4, n = l->strips;
	uint64_t counts = l->text + l->about.len;

	entry(b, l, 256, LONG, 1, l->layout->width);
	entry(b, l, 257, LONG, 1, l->height);
	entry(b, l, 258, SHORT, 1, 8 * pixel_bytes(l->layout->type));
	entry(b, l, 259, SHORT, 1, 1); /* compression: none */
	entry(b, l, 262, SHORT, 1, 1); /* photometric: black is 0 */
	if (l->about.len)
		entry(b, l, 270, TEXT, l->about.len, l->text);
	entry(b, l, 273, offset, n, n > 1 ? end : data);
	entry(b, l, 277, SHORT, 1, 1); /* number of samples in a pixel */
	entry(b, l, 278, LONG, 1, l->rows);
	entry(b, l, 279, offset, n,
	      n > 1 ? end + n * word : l->row * l->height);
	if (l->pitch) {
		rational(b, l, 282, 0, end);
		rational(b, l, 283, 1, end);
	}
	entry(b, l, 284, SHORT, 1, 1);
	if (l->pitch)
		entry(b, l, 296, SHORT, 1, l->unit);
	entry(b, l, 339, SHORT, 1, pixel_is_float(l->layout->type) ? 3 : 1);
	if (!l->label.len)
		return;
	entry(b, l, 50838, LONG, l->count.len / 4, counts);
	entry(b, l, 50839, BYTE, l->label.len, counts + l->count.len);
}

static void directory(struct buf *b, const struct tiff_plan *l, size_t i)
{
	uint64_t data = l->data + i * l->row * l->height;
	uint64_t end = l->head + i * l->page + l->entries;
	uint64_t next = l->head + (i + 1) * l->page;

	put(b, tags(l), l->big ? 8 : 2);
	entries(b, l, data, end);
	put(b, i + 1 < l->directories ? next : 0, l->big ? 8 : 4);
	if (!l->big)
		put(b, 0, 2); /* so that what follows is at a multiple of 4 */
	for (int k = 0; l->pitch && !l->big && k < 4; k++)
		put(b, l->dense[k / 2][k % 2], 4);
	if (l->strips > 1)
		lists(b, l, data);
}

static void add_head(struct tiff_writer *w, const struct tiff_new *y)
{
	struct tiff_plan l;
	struct buf b = { 0 };

	lay_out(&l, y);
	header(&b, &l);
	for (size_t i = 0; i < l.directories; i++)
		directory(&b, &l, i);
	buf_add(&b, buf_text(&l.about), l.about.len);
	buf_add(&b, buf_text(&l.count), l.count.len);
	buf_add(&b, buf_text(&l.label), l.label.len);
	assert(b.len == l.data);
	out_add(&w->out, b.data, b.len);
	w->left = l.pages * y->height;
	buf_release(&b);
	buf_release(&l.about);
	buf_release(&l.count);
	buf_release(&l.label);
}

int tiff_write_open(struct tiff_writer *w, const char *path,
		    const struct tiff_new *y, struct err *err)
{
	assert(y->width && y->height && y->width <= UINT32_MAX &&
	       y->height <= UINT32_MAX);
	assert(y->type == PIXEL_U8 || y->type == PIXEL_U16 ||
	       y->type == PIXEL_F32);
	assert(!y->channel || y->channel->n == at_least_1(y->c));
	assert(!y->of_no_kind ||
	       (y->c < 2 && y->z < 2 && y->dialect == TIFF_IMAGEJ));
	memset(w, 0, sizeof(*w));
	if (out_open(&w->out, path, FILE_IMAGE, err) < 0)
		return -1;
	w->width = y->width;
	w->type = y->type;
	add_head(w, y);
	return 0;
}

void tiff_write_rows(struct tiff_writer *w, const void *px, size_t rows)
{
	assert(rows <= w->left);
	out_add(&w->out, px, rows * w->width * pixel_bytes(w->type));
	w->left -= rows;
}

int tiff_write_failed(const struct tiff_writer *w)
{
	return w->out.failed != 0;
}

int tiff_write_close(struct tiff_writer *w, struct err *err)
{
	int rc;

	assert(!w->left || w->out.failed);
	rc = out_commit(&w->out, err);
	out_release(&w->out);
	return rc;
}

void tiff_write_drop(struct tiff_writer *w)
{
	out_release(&w->out);
}
