/* diff_image.c - see diff_image.h. */
#include "diff/diff_image.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* The tags of TIFF 6.0 that are read. */
enum {
	WIDTH = 256,
	HEIGHT = 257,
	BITS = 258,
	COMPRESSION = 259,
	DESCRIPTION = 270,
	OFFSETS = 273,
	SAMPLES = 277,
	COUNTS = 279,
	FORMAT = 339
};
enum { REAL = 3 }; /* values of FORMAT */

struct pages { /* an image file */
	const char *data;
	size_t len;
	int big;
	uint64_t next; /* offset of the next directory, 0 if there is none */
};

struct tiff_field {
	uint64_t count, at; /* of its values: their offset */
	unsigned size;	    /* of one */
};

struct directory {
	struct tiff_field field[FORMAT + 1 - WIDTH];
};

/* Returns the N bytes at AT as a number in this machine's byte order.  Bytes
 * beyond the end count as 0. */
static uint64_t number(const struct pages *p, uint64_t at, unsigned n)
{
	uint16_t x2;
	uint32_t x4;
	uint64_t x8;

	if (at > p->len || p->len - at < n)
		return 0;
	switch (n) {
	case 1:
		return (unsigned char)p->data[at];
	case 2:
		memcpy(&x2, p->data + at, n);
		return x2;
	case 4:
		memcpy(&x4, p->data + at, n);
		return x4;
	default:
		memcpy(&x8, p->data + at, 8);
		return x8;
	}
}

static int open_pages(struct pages *p, const struct buf *b)
{
	static const uint16_t one = 1;
	int little = *(const char *)&one;
	uint64_t version;

	*p = (struct pages){ .data = b->data, .len = b->len };
	if (b->len < 16 || memcmp(b->data, little ? "II" : "MM", 2))
		return 0;
	version = number(p, 2, 2);
	p->big = version == 43;
	p->next = p->big ? number(p, 8, 8) : number(p, 4, 4);
	return version == 42 || p->big;
}

static unsigned size_of(uint64_t type)
{
	static const unsigned char size[] = { 0, 1, 1, 2, 4, 8, 1, 1, 2,
					      4, 8, 4, 8, 4, 0, 0, 8 };

	return type < sizeof(size) ? size[type] : 0;
}

/* Returns 1 with the next directory in D, or 0 if there is none. */
static int next_page(struct pages *p, struct directory *d)
{
	uint64_t at = p->next, n = number(p, at, p->big ? 8 : 2);
	unsigned entry = p->big ? 20 : 12, room = p->big ? 8 : 4;

	memset(d, 0, sizeof(*d));
	if (!at || at >= p->len || n > 4096)
		return 0;
	at += p->big ? 8 : 2;
	for (; n--; at += entry) {
		uint64_t tag = number(p, at, 2);
		struct tiff_field f = { .size = size_of(number(p, at + 2, 2)),
					.count = number(p, at + 4, room),
					.at = at + 4 + room };

		if (tag < WIDTH || tag > FORMAT || !f.size)
			continue;
		if (f.count > room / f.size)
			f.at = number(p, f.at, room);
		d->field[tag - WIDTH] = f;
	}
	p->next = number(p, at, room);
	return 1;
}

static uint64_t get(const struct pages *p, const struct directory *d, int tag,
		    uint64_t i, uint64_t otherwise)
{
	const struct tiff_field *f = &d->field[tag - WIDTH];

	return i < f->count ? number(p, f->at + i * f->size, f->size) :
			      otherwise;
}

static int is_plain(const struct pages *p, const struct directory *d)
{
	uint64_t bits = get(p, d, BITS, 0, 1);

	return get(p, d, COMPRESSION, 0, 1) == 1 &&
	       get(p, d, SAMPLES, 0, 1) == 1 &&
	       (get(p, d, FORMAT, 0, 1) == REAL ? bits == 32 :
						  bits == 8 || bits == 16);
}

static int is_alike(const struct pages *p, const struct directory *a,
		    const struct pages *q, const struct directory *b)
{
	static const int tags[] = { WIDTH, HEIGHT, BITS, FORMAT };

	for (size_t i = 0; i < sizeof(tags) / sizeof(*tags); i++)
		if (get(p, a, tags[i], 0, 1) != get(q, b, tags[i], 0, 1))
			return 0;
	return is_plain(p, a) && is_plain(q, b);
}

/* Returns the offset of the pixels if they are one piece of N bytes, else 0. */
static uint64_t pixels(const struct pages *p, const struct directory *d,
		       uint64_t n)
{
	uint64_t first = get(p, d, OFFSETS, 0, 0), end = first;
	uint64_t strips = d->field[OFFSETS - WIDTH].count;

	if (!strips || strips > p->len)
		return 0;
	for (uint64_t i = 0; i < strips && end <= p->len; i++) {
		if (get(p, d, OFFSETS, i, 0) != end)
			return 0;
		end += get(p, d, COUNTS, i, 0);
	}
	return end <= p->len && end - first == n ? first : 0;
}

static void compare_pixels(const char *a, const char *b, uint64_t n,
			   unsigned bytes, int real, struct diff_values *v)
{
	for (; n; n--, a += bytes, b += bytes) {
		uint16_t i, k;
		float x, y;

		if (real) {
			memcpy(&x, a, sizeof(x));
			memcpy(&y, b, sizeof(y));
			diff_values_float(v, x, y);
		} else if (bytes == 2) {
			memcpy(&i, a, sizeof(i));
			memcpy(&k, b, sizeof(k));
			diff_values_int(v, i, k);
		} else {
			diff_values_int(v, (unsigned char)*a,
					(unsigned char)*b);
		}
	}
}

/* Returns the number of pages that the directory D stands for, of the only
 * one: ImageJ writes large stacks so, one page behind the other. */
static uint64_t pages_of(const struct pages *p, const struct directory *d)
{
	static const char begin[] = "ImageJ=", images[] = "images=";
	const struct tiff_field *f = &d->field[DESCRIPTION - WIDTH];
	uint64_t count = 0;
	const char *text, *at;
	char *copy;

	if (p->next || f->at > p->len || p->len - f->at < f->count)
		return 1;
	text = p->data + f->at;
	if (f->count < sizeof begin || memcmp(text, begin, sizeof begin - 1))
		return 1;
	copy = mem_strn(text, f->count);
	for (at = copy; at; at = strchr(at, '\n'), at += at != NULL)
		if (!strncmp(at, images, sizeof images - 1))
			count = strtoull(at + sizeof images - 1, NULL, 10);
	free(copy);
	return count ? count : 1;
}

static int compare_page(const struct pages *p, const struct directory *a,
			const struct pages *q, const struct directory *b,
			uint64_t count, struct diff_values *v)
{
	uint64_t width = get(p, a, WIDTH, 0, 0), n, x, y;
	uint64_t height = get(p, a, HEIGHT, 0, 0);
	unsigned bytes = (unsigned)get(p, a, BITS, 0, 1) / 8;

	if (!is_alike(p, a, q, b) || !width || !height ||
	    height > p->len / width)
		return 0;
	n = width * height;
	x = pixels(p, a, n * bytes);
	y = pixels(q, b, n * bytes);
	if (!x || !y || count > p->len / bytes / n ||
	    p->len - x < count * n * bytes || q->len < y ||
	    q->len - y < count * n * bytes)
		return 0;
	compare_pixels(p->data + x, q->data + y, count * n, bytes,
		       get(p, a, FORMAT, 0, 1) == REAL, v);
	return 1;
}

int diff_image(const struct buf *a, const struct buf *b, struct diff_values *v,
	       struct buf *where)
{
	struct pages p, q;
	struct directory x, y;
	uint64_t width = 0, page = 0, pages = 0;
	int more = 0, other = 0;

	if (!open_pages(&p, a) || !open_pages(&q, b))
		return 0;
	for (;;) {
		uint64_t count;

		more = next_page(&p, &x);
		other = next_page(&q, &y);
		if (!more || !other)
			break;
		count = pages ? 1 : pages_of(&p, &x);
		if (!pages && count != pages_of(&q, &y))
			return 0;
		/* Directories that form a ring have more pixels than the file
		 * has bytes. */
		if (!compare_page(&p, &x, &q, &y, count, v) || v->n > p.len)
			return 0;
		pages += count;
		width = get(&p, &x, WIDTH, 0, 0);
		page = width * get(&p, &x, HEIGHT, 0, 0);
	}
	if (more || other || !pages)
		return 0;
	buf_printf(where, "worst at x %" PRIu64 ", y %" PRIu64,
		   v->worst % width, v->worst % page / width);
	if (pages > 1)
		buf_printf(where, " of page %" PRIu64, v->worst / page + 1);
	return 1;
}
