/*
 * tiff_make.h - makes TIFF files of any layout, byte by byte, for tests.
 *
 * Files are uncompressed, or in blocks of Deflate that are stored as they are.
 * A function gives each sample by its page, number, column and row, so a test
 * knows what must be read back.
 */
#ifndef TIFF_MAKE_H
#define TIFF_MAKE_H

#include "unit.h"

#include "base/buf.h"

typedef uint64_t tiff_value(size_t page, size_t sample, size_t x, size_t y);

struct tiff_make {
	int big_endian, big; /* MM, BigTIFF */
	size_t width, height, pages;
	unsigned bits, format, samples, photometric;
	int planar;			/* 1: samples in planes of their own */
	size_t rows;			/* in a strip; 0: all */
	size_t tile_width, tile_height; /* 0: strips */
	int differences; /* 1: predictor 2, in Deflate; whole bytes */
	const char *description;
	uint32_t density[3]; /* pixels, units, kind of unit; 0: no tags */
	const uint16_t *map; /* 3 << bits entries */
	/* bit p: page p is marked as a copy, of half the width */
	uint64_t copies;
	unsigned orientation; /* 0: no tag */
	size_t planes;	      /* planes in a page, for MetaMorph */
	tiff_value *value;
};

static inline void tiff_put(struct buf *b, const struct tiff_make *m,
			    uint64_t x, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buf_char(b,
			 (char)(x >> 8 * (m->big_endian ? bytes - 1 - i : i)));
}

static inline uint64_t tiff_sample(const struct tiff_make *m, size_t page,
				   size_t sample, size_t x, size_t y)
{
	return x >= m->width || y >= m->height ? 0 :
						 m->value(page, sample, x, y);
}

/* Appends a row of samples: whole bytes in the file's order, others as bits. */
static inline void tiff_row(struct buf *b, const struct tiff_make *m,
			    size_t page, size_t plane, size_t x0, size_t n,
			    size_t y)
{
	unsigned bit = 0, c = 0;
	size_t each = m->planar ? 1 : m->samples;

	for (size_t i = 0; i < n * each; i++) {
		size_t x = x0 + i / each, s = m->planar ? plane : i % each;
		uint64_t v = tiff_sample(m, page, s, x, y);

		if (m->differences && x > x0)
			v -= tiff_sample(m, page, s, x - 1, y);
		if (m->bits % 8 == 0) {
			tiff_put(b, m, v, (int)m->bits / 8);
			continue;
		}
		for (unsigned k = m->bits; k-- > 0;) {
			c = c << 1 | (v >> k & 1);
			if (++bit % 8 == 0)
				buf_char(b, (char)c);
		}
	}
	if (bit % 8)
		buf_char(b, (char)(c << (8 - bit % 8)));
}

/* Turns all from START on into zlib's format, in pieces that are stored. */
static inline void tiff_deflate(struct buf *b, size_t start)
{
	const size_t most = 65535, len = b->len - start;
	const char *from = b->data + start;
	struct buf z = { 0 };
	uint32_t s = 1, t = 0;

	buf_add(&z, "\x78\x01", 2);
	for (size_t i = 0; i < len; i += most) {
		size_t n = len - i < most ? len - i : most;
		char head[5] = { len - i <= most, (char)n, (char)(n >> 8),
				 (char)~n, (char)(~n >> 8) };

		buf_add(&z, head, sizeof(head));
		buf_add(&z, from + i, n);
	}
	for (size_t i = 0; i < len; i++) {
		s = (s + (unsigned char)from[i]) % 65521;
		t = (t + s) % 65521;
	}
	for (int i = 3; i >= 0; i--)
		buf_char(&z, (char)((t << 16 | s) >> 8 * i));
	b->len = start;
	buf_add(b, z.data, z.len);
	buf_release(&z);
}

struct tiff_blocks {
	uint64_t at[512], bytes[512];
	size_t n;
};

static inline void tiff_data(struct buf *b, const struct tiff_make *m,
			     size_t page, struct tiff_blocks *l)
{
	size_t bw = m->tile_width ? m->tile_width : m->width;
	size_t bh = m->tile_width ? m->tile_height :
		    m->rows	  ? m->rows :
				    m->height;

	l->n = 0;
	for (size_t k = 0; k < (m->planar ? m->samples : 1); k++)
		for (size_t y = 0; y < m->height; y += bh)
			for (size_t x = 0; x < m->width; x += bw) {
				size_t h = m->tile_width      ? bh :
					   bh < m->height - y ? bh :
								m->height - y;

				assert_true(l->n < 512);
				l->at[l->n] = b->len;
				for (size_t i = 0; i < h; i++)
					tiff_row(b, m, page, k, x, bw, y + i);
				if (m->differences)
					tiff_deflate(b, l->at[l->n]);
				l->bytes[l->n] = b->len - l->at[l->n];
				l->n++;
			}
}

/* One entry; values that do not fit have been put at AT before. */
static inline void tiff_entry(struct buf *b, const struct tiff_make *m,
			      unsigned tag, int type, size_t n, uint64_t x)
{
	int word = m->big ? 8 : 4;
	static const int width[] = {
		[2] = 1, [3] = 2, [4] = 4, [5] = 4, [16] = 8
	};
	int size = width[type] * (int)n <= word && n == 1 ? width[type] : word;

	tiff_put(b, m, tag, 2);
	tiff_put(b, m, (uint64_t)type, 2);
	tiff_put(b, m, n, word);
	tiff_put(b, m, x, size);
	for (; size < word; size++)
		buf_char(b, 0);
}

/* A list of n values: where it went, or the value itself. */
static inline uint64_t tiff_list(struct buf *b, const struct tiff_make *m,
				 const uint64_t *x, size_t n, int bytes)
{
	uint64_t at = b->len;

	if (n == 1)
		return x[0];
	for (size_t i = 0; i < n; i++)
		tiff_put(b, m, x[i], bytes);
	return at;
}

/* Directory of PAGE; returns where it lies.  *NEXT: where the offset of
 * the next one is to be put. */
static inline uint64_t tiff_directory(struct buf *b, const struct tiff_make *m,
				      size_t page, uint64_t *next)
{
	struct tiff_blocks l;
	int word = m->big ? 8 : 4, tiles = m->tile_width > 0;
	int describe = !page && m->description;
	int dense = m->density[0] && !m->big;
	uint64_t bits[16], formats[16], map[768], at[7], start;
	struct tiff_make half = *m;
	int copy = m->copies >> page & 1;

	half.width /= 2;
	m = copy ? &half : m;
	tiff_data(b, m, page, &l);
	if (b->len % 2)
		buf_char(b, 0);
	for (size_t i = 0; i < m->samples; i++) {
		bits[i] = m->bits;
		formats[i] = m->format;
	}
	for (size_t i = 0; m->map && i < (size_t)3 << m->bits; i++)
		map[i] = m->map[i];
	/* Lists of two or three shorts go outside even where they fit
	 * inside: only for BigTIFF, whose readers look inside. */
	assert_true(!m->big || m->samples == 1 || m->samples > 4);
	assert_true(m->samples != 2);
	at[0] = tiff_list(b, m, bits, m->samples, 2);
	at[1] = tiff_list(b, m, formats, m->samples, 2);
	at[2] = tiff_list(b, m, l.at, l.n, word);
	at[3] = tiff_list(b, m, l.bytes, l.n, word);
	at[4] = b->len;
	if (describe) {
		buf_add(b, m->description, strlen(m->description) + 1);
		while (b->len % 2 || b->len < at[4] + 9)
			buf_char(b, 0);
	}
	at[5] = m->map ? tiff_list(b, m, map, (size_t)3 << m->bits, 2) : 0;
	at[6] = b->len;
	for (int i = 0; dense && i < 2; i++)
		tiff_put(b, m, m->density[i], 4);
	start = b->len;
	tiff_put(b, m,
		 (uint64_t)(11 + tiles + describe + !!m->map + 3 * dense +
			    !!m->differences + copy + !!m->planes +
			    !!m->orientation + (m->photometric == 6)),
		 m->big ? 8 : 2);
	if (copy)
		tiff_entry(b, m, 254, 4, 1, 1);
	tiff_entry(b, m, 256, 4, 1, m->width);
	tiff_entry(b, m, 257, 4, 1, m->height);
	tiff_entry(b, m, 258, 3, m->samples, at[0]);
	tiff_entry(b, m, 259, 3, 1, m->differences ? 8 : 1);
	tiff_entry(b, m, 262, 3, 1, m->photometric);
	if (describe)
		tiff_entry(b, m, 270, 2,
			   strlen(m->description) + 1 < 9 ?
				   9 :
				   strlen(m->description) + 1,
			   at[4]);
	if (!tiles)
		tiff_entry(b, m, 273, m->big ? 16 : 4, l.n, at[2]);
	if (m->orientation)
		tiff_entry(b, m, 274, 3, 1, m->orientation);
	tiff_entry(b, m, 277, 3, 1, m->samples);
	if (!tiles) {
		tiff_entry(b, m, 278, 4, 1, m->rows ? m->rows : m->height);
		tiff_entry(b, m, 279, m->big ? 16 : 4, l.n, at[3]);
	}
	for (unsigned id = 282; dense && id < 284; id++)
		tiff_entry(b, m, id, 5, 1, at[6]);
	tiff_entry(b, m, 284, 3, 1, m->planar ? 2 : 1);
	if (dense)
		tiff_entry(b, m, 296, 3, 1, m->density[2]);
	if (m->differences)
		tiff_entry(b, m, 317, 3, 1, 2);
	if (m->map)
		tiff_entry(b, m, 320, 3, (size_t)3 << m->bits, at[5]);
	if (tiles) {
		tiff_entry(b, m, 322, 4, 1, m->tile_width);
		tiff_entry(b, m, 323, 4, 1, m->tile_height);
		tiff_entry(b, m, 324, m->big ? 16 : 4, l.n, at[2]);
		tiff_entry(b, m, 325, m->big ? 16 : 4, l.n, at[3]);
	}
	tiff_entry(b, m, 339, 3, m->samples, at[1]);
	if (m->photometric == 6) /* YCbCr, each pixel has its own */
		tiff_entry(b, m, 530, 3, 2, 1 << 16 | 1);
	if (m->planes)
		tiff_entry(b, m, 33629, 5, m->planes, 8);
	*next = b->len;
	tiff_put(b, m, 0, word);
	return start;
}

static inline void tiff_patch(struct buf *b, const struct tiff_make *m,
			      uint64_t at, uint64_t x)
{
	struct buf word = { 0 };

	tiff_put(&word, m, x, m->big ? 8 : 4);
	memcpy(b->data + at, word.data, word.len);
	buf_release(&word);
}

/* The whole file into B (cleared first). */
static inline void tiff_bytes(struct buf *b, const struct tiff_make *m)
{
	uint64_t link = m->big ? 8 : 4, next;

	buf_clear(b);
	buf_str(b, m->big_endian ? "MM" : "II");
	tiff_put(b, m, m->big ? 43 : 42, 2);
	if (m->big) {
		tiff_put(b, m, 8, 2);
		tiff_put(b, m, 0, 2);
	}
	tiff_put(b, m, 0, m->big ? 8 : 4);
	for (size_t i = 0; i < (m->pages ? m->pages : 1); i++) {
		uint64_t at = tiff_directory(b, m, i, &next);

		tiff_patch(b, m, link, at);
		link = next;
	}
}

static inline void tiff_make(const char *path, const struct tiff_make *m)
{
	struct buf b = { 0 };

	tiff_bytes(&b, m);
	unit_write(path, b.data, b.len);
	buf_release(&b);
}

#endif
