/*
 * event_file.c - see event_file.h.
 */
#include "file/event_file.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/crc.h"
#include "base/mem.h"
#include "base/num.h"

enum { VARINT = 0, FIXED64 = 1, BYTES = 2, FIXED32 = 5 };
/* Numbers of fields. */
enum {
	FIELD_TIME = 1,
	FIELD_STEP,
	FIELD_VERSION,
	FIELD_SUMMARY = 5,
	FIELD_SESSION = 7
};
enum { SUMMARY_VALUE = 1 };
enum { SESSION_STATUS = 1, SESSION_START = 1 };
enum { VALUE_TAG = 1, VALUE_SIMPLE = 2, VALUE_TENSOR = 8, VALUE_METADATA = 9 };
enum {
	TENSOR_TYPE = 1,
	TENSOR_CONTENT = 4,
	TENSOR_FLOATS = 5,
	TENSOR_DOUBLES = 6,
	TENSOR_INTS = 7,
	TENSOR_STRING = 8,
	TENSOR_INT64S = 10
};
enum { TYPE_FLOAT = 1, TYPE_DOUBLE = 2, TYPE_INT32 = 3, TYPE_INT64 = 9 };
enum { METADATA_PLUGIN = 1, PLUGIN_NAME = 1, PLUGIN_CONTENT = 2 };
enum { HPARAMS_START = 3, HPARAMS_END = 4, START_HPARAMS = 1, START_TIME = 5 };
enum { MAP_KEY = 1, MAP_VALUE = 2, END_STATUS = 1, END_TIME = 2 };
enum { ANY_NUMBER = 2, ANY_STRING = 3, ANY_BOOL = 4 };
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

/* Sets X to the integer in the field F of a tensor of TYPE.  Returns 1, or 0 if
 * F is another field, or -1 if it has more than one. */
static int read_integer(const struct event_field *f, uint64_t type, double *x)
{
	struct span in = f->inner;
	int is_whole = f->number == TENSOR_CONTENT;
	uint64_t v = f->value;

	if (f->number != TENSOR_INTS && f->number != TENSOR_INT64S &&
	    !(is_whole && (type == TYPE_INT32 || type == TYPE_INT64)))
		return 0;
	if (f->type == BYTES && !in.n)
		return 0;
	if (f->type == BYTES && is_whole) {
		if (in.n != (type == TYPE_INT32 ? 4 : 8))
			return -1;
		v = little_endian(in.data, (int)in.n);
	} else if (f->type == BYTES && (take_varint(&in, &v) < 0 || in.n)) {
		return -1;
	} else if (f->type != BYTES && f->type != VARINT) {
		return -1;
	}
	*x = is_whole && type == TYPE_INT32 ? (int32_t)v : (double)(int64_t)v;
	return 1;
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
		int integer = read_integer(&f, type, x);

		if (integer < 0)
			return 0;
		found += integer;
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

/* Who is told of what is being read, and of which event that is. */
struct event {
	struct event_file *e;
	event_file_fn *fn;
	void *arg;
	struct event_item item; /* with time and step of the event */
};

static void tell(struct event *v, enum event_kind kind, struct span name,
		 double number, struct span text)
{
	struct event_item item = v->item;
	char *copy = mem_strn((const char *)name.data, name.n);

	item.kind = kind;
	item.name = copy;
	item.number = number;
	item.text = (const char *)text.data;
	item.size = text.n;
	v->fn(v->arg, &item);
	free(copy);
}

static const struct span none = { (const unsigned char *)"", 0 };

static int is_name(struct span s)
{
	return s.n && s.n <= TAG_LONGEST && !memchr(s.data, '\0', s.n);
}

/* An entry of the map of settings: a key and google.protobuf.Value. */
static void read_setting(struct event *v, struct span s)
{
	struct span key = none, value = none, text = none;
	char number[NUM_MAX];
	struct event_field f;
	int known = 0;

	while (take_field(&s, &f) > 0)
		if (f.type == BYTES)
			*(f.number == MAP_KEY ? &key : &value) = f.inner;
	while (take_field(&value, &f) > 0) {
		known = 1;
		if (f.number == ANY_STRING && f.type == BYTES)
			text = f.inner;
		else if (f.number == ANY_BOOL && f.type == VARINT)
			text.data = (const unsigned char *)(f.value ? "true" :
								      "false");
		else if (f.number == ANY_NUMBER && f.type == FIXED64)
			text.data = (const unsigned char *)
				num_exact(number, as_double(f.value));
		else
			known = 0;
		if (f.type != BYTES)
			text.n = strlen((const char *)text.data);
	}
	if (known && is_name(key))
		tell(v, EVENT_SETTING, key, 0, text);
}

static void read_session_start(struct event *v, struct span s)
{
	struct event_field f;

	while (take_field(&s, &f) > 0)
		if (f.number == START_HPARAMS && f.type == BYTES)
			read_setting(v, f.inner);
		else if (f.number == START_TIME && f.type == FIXED64)
			tell(v, EVENT_BEGUN, none, as_double(f.value), none);
}

static void read_session_end(struct event *v, struct span s)
{
	struct event_field f;

	while (take_field(&s, &f) > 0)
		if (f.number == END_STATUS && f.type == VARINT)
			tell(v, EVENT_STATUS, none, (double)f.value, none);
		else if (f.number == END_TIME && f.type == FIXED64)
			tell(v, EVENT_ENDED, none, as_double(f.value), none);
}

/* Sets NAME and CONTENT to those of the plugin that a value is for. */
static void read_metadata(struct span s, struct span *name,
			  struct span *content)
{
	struct event_field f, g;

	while (take_field(&s, &f) > 0) {
		struct span plugin = f.inner;

		if (f.number != METADATA_PLUGIN || f.type != BYTES)
			continue;
		while (take_field(&plugin, &g) > 0)
			if (g.number == PLUGIN_NAME && g.type == BYTES)
				*name = g.inner;
			else if (g.number == PLUGIN_CONTENT && g.type == BYTES)
				*content = g.inner;
	}
}

static void read_hparams(struct event *v, struct span s)
{
	struct event_field f;

	while (take_field(&s, &f) > 0)
		if (f.number == HPARAMS_START && f.type == BYTES)
			read_session_start(v, f.inner);
		else if (f.number == HPARAMS_END && f.type == BYTES)
			read_session_end(v, f.inner);
}

/* Tells the strings of a tensor. */
static void read_text(struct event *v, struct span tag, struct span tensor)
{
	struct event_field f;

	while (take_field(&tensor, &f) > 0)
		if (f.number == TENSOR_STRING && f.type == BYTES)
			tell(v, EVENT_TEXT, tag, 0, f.inner);
}

static int is_plugin(struct span name, const char *want)
{
	return name.n == strlen(want) && !memcmp(name.data, want, name.n);
}

static void read_value(struct event *v, struct span s)
{
	struct span tag = none, plugin = none, content = none, tensor = none;
	struct event_field f;
	double x = NAN;
	int rc, has = 0;

	while ((rc = take_field(&s, &f)) > 0) {
		if (f.number == VALUE_TAG && f.type == BYTES)
			tag = f.inner;
		else if (f.number == VALUE_SIMPLE && f.type == FIXED32)
			x = as_float(f.value), has = 1;
		else if (f.number == VALUE_TENSOR && f.type == BYTES)
			has = read_tensor(tensor = f.inner, &x);
		else if (f.number == VALUE_METADATA && f.type == BYTES)
			read_metadata(f.inner, &plugin, &content);
	}
	if (rc || !is_name(tag) || v->item.step >= (uint64_t)1 << 50) {
		v->e->strange++;
		return;
	}
	if (is_plugin(plugin, "hparams"))
		read_hparams(v, content);
	else if (is_plugin(plugin, "text"))
		read_text(v, tag, tensor);
	else
		tell(v, has ? EVENT_SCALAR : EVENT_OTHER, tag, x, none);
	v->e->scalars += (uint64_t)has;
}

static void read_summary(struct event *v, struct span s)
{
	struct event_field f;

	while (take_field(&s, &f) > 0)
		if (f.number == SUMMARY_VALUE && f.type == BYTES)
			read_value(v, f.inner);
}

static void read_session(struct event *v, struct span s)
{
	struct event_field f;

	while (take_field(&s, &f) > 0)
		if (f.number == SESSION_STATUS && f.type == VARINT &&
		    f.value == SESSION_START)
			tell(v, EVENT_RESUMED, none, 0, none);
}

/* Time and step may come after the summary. */
static void read_event(struct event *v, struct span s)
{
	struct span again = s;
	struct event_field f;

	v->item = (struct event_item){ .time = NAN };
	while (take_field(&s, &f) > 0)
		if (f.number == FIELD_STEP && f.type == VARINT)
			v->item.step = f.value;
		else if (f.number == FIELD_TIME && f.type == FIXED64)
			v->item.time = as_double(f.value);
	while (take_field(&again, &f) > 0)
		if (f.number == FIELD_SUMMARY && f.type == BYTES)
			read_summary(v, f.inner);
		else if (f.number == FIELD_SESSION && f.type == BYTES)
			read_session(v, f.inner);
		else if (f.number == FIELD_VERSION && f.type == BYTES)
			tell(v, EVENT_FILE, none, 0, none);
}

static int has_crc(const unsigned char *data, size_t n, uint64_t want)
{
	uint32_t crc = crc_of(CRC_CASTAGNOLI, data, n);

	return ((crc >> 15 | crc << 17) + 0xa282ead8u) == want;
}

int event_file_head(const void *head, uint64_t *length)
{
	const unsigned char *p = head;

	*length = little_endian(p, 8);
	return has_crc(p, 8, little_endian(p + 8, 4)) ? 0 : -1;
}

void event_file_record(struct event_file *e, const void *data, size_t n,
		       event_file_fn *fn, void *arg)
{
	struct event v = { .e = e, .fn = fn, .arg = arg };
	const unsigned char *p = data;

	e->records++;
	if (has_crc(p, n, little_endian(p + n, 4)))
		read_event(&v, (struct span){ p, n });
	else
		e->damaged++;
}

struct scalars { /* of a table */
	const char *prefix;
	struct metric_lines *to;
};

static void add_scalar(void *arg, const struct event_item *v)
{
	const struct scalars *s = arg;
	char *name;

	if (v->kind != EVENT_SCALAR)
		return;
	name = mem_printf("%s%s", s->prefix, v->name);
	metric_lines_point(s->to, 1, (int64_t)v->step, name, v->number);
	free(name);
}

void event_file_parse(struct event_file *e, const void *data, size_t n,
		      const char *prefix, struct metric_lines *to)
{
	enum { HEAD = EVENT_FILE_HEAD, TAIL = EVENT_FILE_TAIL };
	struct scalars s = { prefix, to };
	const unsigned char *p = data;

	memset(e, 0, sizeof *e);
	while (n) {
		uint64_t length;

		if (n < HEAD + TAIL || event_file_head(p, &length) < 0 ||
		    length > n - HEAD - TAIL) {
			e->cut = 1;
			return;
		}
		event_file_record(e, p + HEAD, (size_t)length, add_scalar, &s);
		p += HEAD + length + TAIL;
		n -= HEAD + (size_t)length + TAIL;
	}
}

int event_file_is(const char *path)
{
	const char *name = strrchr(path, '/');

	return strstr(name ? name : path, "tfevents") != NULL;
}
