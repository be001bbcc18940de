/*
 * event_file.c - see event_file.h.
 */
#include "file/event_file.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/crc.h"
#include "base/mem.h"

enum { VARINT = 0, FIXED64 = 1, BYTES = 2, FIXED32 = 5 };
/* Numbers of fields. */
enum { EVENT_STEP = 2, EVENT_SUMMARY = 5, SUMMARY_VALUE = 1 };
enum { VALUE_TAG = 1, VALUE_SIMPLE = 2, VALUE_TENSOR = 8 };
enum {
	TENSOR_TYPE = 1,
	TENSOR_CONTENT = 4,
	TENSOR_FLOATS = 5,
	TENSOR_DOUBLES = 6
};
enum { TYPE_FLOAT = 1, TYPE_DOUBLE = 2 };
#define TAG_LONGEST 500

/* Bytes that are still to be read. */
struct span {
	const unsigned char *data;
	size_t n;
};

struct event_field {
	uint64_t number;
	int type;
	uint64_t value;	   /* of VARINT, FIXED32, FIXED64 */
	struct span inner; /* of BYTES */
};

static uint64_t little_endian(const unsigned char *p, int n)
{
	uint64_t x = 0;

	while (n--)
		x = x << 8 | p[n];
	return x;
}

static int take_varint(struct span *s, uint64_t *to)
{
	*to = 0;
	for (int shift = 0; shift < 64 && s->n; shift += 7) {
		unsigned char c = *s->data++;

		s->n--;
		*to |= (uint64_t)(c & 127) << shift;
		if (!(c & 128))
			return 0;
	}
	return -1;
}

static int take_fixed(struct span *s, int n, uint64_t *to)
{
	if (s->n < (size_t)n)
		return -1;
	*to = little_endian(s->data, n);
	s->data += n;
	s->n -= (size_t)n;
	return 0;
}

/* Returns 1 with the next field, 0 at the end, -1 if it is damaged. */
static int take_field(struct span *s, struct event_field *f)
{
	uint64_t key, n;

	if (!s->n)
		return 0;
	memset(f, 0, sizeof *f);
	if (take_varint(s, &key) < 0)
		return -1;
	f->number = key >> 3;
	f->type = (int)(key & 7);
	switch (f->type) {
	case VARINT:
		return take_varint(s, &f->value) < 0 ? -1 : 1;
	case FIXED64:
		return take_fixed(s, 8, &f->value) < 0 ? -1 : 1;
	case FIXED32:
		return take_fixed(s, 4, &f->value) < 0 ? -1 : 1;
	case BYTES:
		if (take_varint(s, &n) < 0 || n > s->n)
			return -1;
		f->inner = (struct span){ s->data, (size_t)n };
		s->data += n;
		s->n -= (size_t)n;
		return 1;
	default:
		return -1;
	}
}

static double as_float(uint64_t bits)
{
	uint32_t low = (uint32_t)bits;
	float x;

	memcpy(&x, &low, sizeof x);
	return x;
}

static double as_double(uint64_t bits)
{
	double x;

	memcpy(&x, &bits, sizeof x);
	return x;
}

/* Returns 1 if X became the only value of a tensor. */
static int read_tensor(struct span s, double *x)
{
	uint64_t type = 0;
	struct event_field f;
	int rc, found = 0;

	while ((rc = take_field(&s, &f)) > 0) {
		struct span in = f.inner;
		int is_float = f.number == TENSOR_FLOATS ||
			       (f.number == TENSOR_CONTENT &&
				type == TYPE_FLOAT);
		int is_double = f.number == TENSOR_DOUBLES ||
				(f.number == TENSOR_CONTENT &&
				 type == TYPE_DOUBLE);

		if (f.number == TENSOR_TYPE && f.type == VARINT)
			type = f.value;
		else if (is_float && f.type == FIXED32)
			*x = as_float(f.value), found++;
		else if (is_double && f.type == FIXED64)
			*x = as_double(f.value), found++;
		else if (is_float && f.type == BYTES && in.n == 4)
			*x = as_float(little_endian(in.data, 4)), found++;
		else if (is_double && f.type == BYTES && in.n == 8)
			*x = as_double(little_endian(in.data, 8)), found++;
		else if ((is_float || is_double) && in.n)
			return 0;
	}
	return !rc && found == 1;
}

struct event { /* what is being read */
	struct event_file *e;
	const char *prefix;
	struct metric_lines *to;
	uint64_t step;
};

static void read_value(struct event *v, struct span s)
{
	struct span tag = { NULL, 0 };
	struct event_field f;
	double x = NAN;
	int rc, has = 0;

	while ((rc = take_field(&s, &f)) > 0) {
		if (f.number == VALUE_TAG && f.type == BYTES)
			tag = f.inner;
		else if (f.number == VALUE_SIMPLE && f.type == FIXED32)
			x = as_float(f.value), has = 1;
		else if (f.number == VALUE_TENSOR && f.type == BYTES)
			has = read_tensor(f.inner, &x);
	}
	if (!rc && has && tag.n && tag.n <= TAG_LONGEST &&
	    !memchr(tag.data, '\0', tag.n) && v->step < (uint64_t)1 << 50) {
		char *name = mem_printf("%s%.*s", v->prefix, (int)tag.n,
					(const char *)tag.data);

		metric_lines_point(v->to, 1, (int64_t)v->step, name, x);
		v->e->scalars++;
		free(name);
	}
}

static void read_summary(struct event *v, struct span s)
{
	struct event_field f;

	while (take_field(&s, &f) > 0)
		if (f.number == SUMMARY_VALUE && f.type == BYTES)
			read_value(v, f.inner);
}

/* The step may come after the summary. */
static void read_event(struct event *v, struct span s)
{
	struct span again = s;
	struct event_field f;

	v->step = 0;
	while (take_field(&s, &f) > 0)
		if (f.number == EVENT_STEP && f.type == VARINT)
			v->step = f.value;
	while (take_field(&again, &f) > 0)
		if (f.number == EVENT_SUMMARY && f.type == BYTES)
			read_summary(v, f.inner);
}

static int has_crc(const unsigned char *data, size_t n, uint64_t want)
{
	uint32_t crc = crc_of(CRC_CASTAGNOLI, data, n);

	return ((crc >> 15 | crc << 17) + 0xa282ead8u) == want;
}

void event_file_parse(struct event_file *e, const void *data, size_t n,
		      const char *prefix, struct metric_lines *to)
{
	enum { HEAD = 12, TAIL = 4 };
	const unsigned char *p = data;
	struct event v = { e, prefix, to, 0 };

	memset(e, 0, sizeof *e);
	while (n) {
		uint64_t length = n < HEAD ? 0 : little_endian(p, 8);

		if (n < HEAD + TAIL || length > n - HEAD - TAIL ||
		    !has_crc(p, 8, little_endian(p + 8, 4))) {
			e->cut = 1;
			return;
		}
		e->records++;
		if (has_crc(p + HEAD, (size_t)length,
			    little_endian(p + HEAD + length, 4)))
			read_event(&v,
				   (struct span){ p + HEAD, (size_t)length });
		else
			e->damaged++;
		p += HEAD + length + TAIL;
		n -= HEAD + (size_t)length + TAIL;
	}
}

int event_file_is(const char *path)
{
	const char *name = strrchr(path, '/');

	return strstr(name ? name : path, "tfevents") != NULL;
}
