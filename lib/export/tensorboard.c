/*
 * tensorboard.c - see tensorboard.h.
 */
#include "export/tensorboard.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/crc.h"
#include "export/proto.h"
#include "file/out.h"
#include "file/path.h"
#include "run/run_file.h"

/* Numbers of fields, message by message. */
enum {
	EVENT_TIME = 1,
	EVENT_STEP,
	EVENT_VERSION,
	EVENT_SUMMARY = 5,
	EVENT_SESSION = 7
};
enum { SUMMARY_VALUE = 1 };
enum {
	VALUE_TAG = 1,
	VALUE_SIMPLE,
	VALUE_IMAGE = 4,
	VALUE_HISTOGRAM,
	VALUE_TENSOR = 8,
	VALUE_METADATA
};
enum {
	HISTOGRAM_MIN = 1,
	HISTOGRAM_MAX,
	HISTOGRAM_NUMBER,
	HISTOGRAM_SUM,
	HISTOGRAM_SQUARES,
	HISTOGRAM_LIMITS,
	HISTOGRAM_COUNTS
};
enum { IMAGE_HEIGHT = 1, IMAGE_WIDTH, IMAGE_COLOURS, IMAGE_PNG };
enum { METADATA_PLUGIN = 1 };
enum { PLUGIN_NAME = 1, PLUGIN_CONTENT };
enum { TENSOR_TYPE = 1, TENSOR_SHAPE, TENSOR_STRING = 8 };
enum { SHAPE_DIM = 2, DIM_SIZE = 1 };
enum { TYPE_FLOAT = 1, TYPE_STRING = 7 };
enum { HPARAMS_SESSION_START = 3, HPARAMS_SESSION_END };
enum { START_HPARAMS = 1, START_TIME = 5 };
enum { END_STATUS = 1, END_TIME };
enum { MAP_KEY = 1, MAP_VALUE };
enum { ANY_NUMBER = 2, ANY_STRING, ANY_BOOL };
enum { SESSION_STATUS = 1, SESSION_START = 1 };
enum { STATUS_SUCCESS = 1, STATUS_FAILURE };

#define MAX_PICTURE ((size_t)64 << 20)

static uint32_t masked(const void *data, size_t n)
{
	uint32_t crc = crc_of(CRC_CASTAGNOLI, data, n);

	return (crc >> 15 | crc << 17) + 0xa282ead8u;
}

/* Add EVENT as a record and release it. */
static void add_record(struct tensorboard *t, struct buf *event)
{
	size_t at = t->data.len;

	proto_fixed64(&t->data, event->len);
	proto_fixed32(&t->data, masked(t->data.data + at, 8));
	buf_add(&t->data, event->data, event->len);
	proto_fixed32(&t->data, masked(event->data, event->len));
	buf_release(event);
}

static struct buf new_event(double now, uint64_t step)
{
	struct buf event = { 0 };

	proto_double(&event, EVENT_TIME, now);
	if (step)
		proto_int(&event, EVENT_STEP, step);
	return event;
}

/* An event with the one VALUE, which is released. */
static void add_value(struct tensorboard *t, double now, uint64_t step,
		      struct buf *value)
{
	struct buf event = new_event(now, step), summary = { 0 };

	proto_message(&summary, SUMMARY_VALUE, value);
	proto_message(&event, EVENT_SUMMARY, &summary);
	add_record(t, &event);
}

/* Returns where the last whole record of the file FD of SIZE bytes ends. */
static uint64_t whole_records(int fd, uint64_t size)
{
	unsigned char head[8];
	uint64_t end = 0;

	while (pread(fd, head, sizeof(head), (off_t)end) == sizeof(head)) {
		uint64_t n = 0;

		for (int i = 7; i >= 0; i--)
			n = n << 8 | head[i];
		if (n > size || end + n + 16 > size)
			break;
		end += n + 16;
	}
	return end;
}

int tensorboard_open(struct tensorboard *t, const char *dir, const char *name,
		     const char *id, double start, int append, struct err *err)
{
	struct buf event = new_event(start, 0);
	char *place = mem_printf("%s/%s", dir, name);
	int rc = path_make_dirs(place, err);

	memset(t, 0, sizeof(*t));
	t->path = mem_printf("%s/events.out.tfevents.%010.0f.%s", place, start,
			     id);
	proto_str(&event, EVENT_VERSION, "brain.Event:2");
	if (append && !rc && path_exists(t->path)) {
		t->appended = out_cut_tail(t->path, whole_records, err);
		if (t->appended < 0)
			rc = -1;
	}
	if (t->appended)
		buf_release(&event);
	else
		add_record(t, &event);
	free(place);
	return rc;
}

void tensorboard_release(struct tensorboard *t)
{
	buf_release(&t->data);
	free(t->path);
	memset(t, 0, sizeof(*t));
}

void tensorboard_scalar(struct tensorboard *t, double now, const char *tag,
			uint64_t step, double value)
{
	struct buf b = { 0 };

	proto_str(&b, VALUE_TAG, tag);
	proto_float(&b, VALUE_SIMPLE, value);
	add_value(t, now, step, &b);
}

static void add_real(struct buf *to, double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof(bits));
	proto_fixed64(to, bits);
}

/* Neighbouring classes without values become one, as in TensorFlow
 * (Histogram::EncodeToProto). */
static void add_classes(struct buf *to, const struct histogram *h)
{
	struct buf limits = { 0 }, counts = { 0 };
	size_t i = 0;

	while (i < HISTOGRAM_CLASSES) {
		uint64_t n = h->count[i++];

		while (!n && i < HISTOGRAM_CLASSES && !h->count[i])
			i++;
		add_real(&limits, histogram_limit(i - 1));
		add_real(&counts, (double)n);
	}
	proto_message(to, HISTOGRAM_LIMITS, &limits);
	proto_message(to, HISTOGRAM_COUNTS, &counts);
}

void tensorboard_histogram(struct tensorboard *t, double now, const char *tag,
			   uint64_t step, const struct histogram *h)
{
	struct buf histogram = { 0 }, value = { 0 };

	proto_double(&histogram, HISTOGRAM_MIN, h->min);
	proto_double(&histogram, HISTOGRAM_MAX, h->max);
	proto_double(&histogram, HISTOGRAM_NUMBER, (double)h->n);
	proto_double(&histogram, HISTOGRAM_SUM, h->sum);
	proto_double(&histogram, HISTOGRAM_SQUARES, h->squares);
	add_classes(&histogram, h);
	proto_str(&value, VALUE_TAG, tag);
	proto_message(&value, VALUE_HISTOGRAM, &histogram);
	add_value(t, now, step, &value);
}

/* Add to VALUE the metadata that name PLUGIN and hand it CONTENT, which is
 * released. */
static void add_metadata(struct buf *value, const char *plugin,
			 struct buf *content)
{
	struct buf metadata = { 0 }, data = { 0 };

	proto_str(&data, PLUGIN_NAME, plugin);
	proto_message(&data, PLUGIN_CONTENT, content);
	proto_message(&metadata, METADATA_PLUGIN, &data);
	proto_message(value, VALUE_METADATA, &metadata);
}

/* Add to VALUE a tensor of the type TYPE and SIZE elements, which are already
 * encoded in ELEMENTS. */
static void add_tensor(struct buf *value, int type, uint64_t size,
		       struct buf *elements)
{
	struct buf tensor = { 0 }, shape = { 0 }, dim = { 0 };

	proto_int(&dim, DIM_SIZE, size);
	proto_message(&shape, SHAPE_DIM, &dim);
	proto_int(&tensor, TENSOR_TYPE, (uint64_t)type);
	proto_message(&tensor, TENSOR_SHAPE, &shape);
	buf_add(&tensor, buf_text(elements), elements->len);
	buf_release(elements);
	proto_message(value, VALUE_TENSOR, &tensor);
}

void tensorboard_text(struct tensorboard *t, double now, const char *tag,
		      uint64_t step, const char *text)
{
	struct buf value = { 0 }, strings = { 0 }, nothing = { 0 };

	proto_str(&value, VALUE_TAG, tag);
	proto_str(&strings, TENSOR_STRING, text);
	add_tensor(&value, TYPE_STRING, 1, &strings);
	add_metadata(&value, "text", &nothing);
	add_value(t, now, step, &value);
}

static uint32_t big_endian(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	       (uint32_t)p[2] << 8 | p[3];
}

void tensorboard_image(struct tensorboard *t, double now, const char *tag,
		       uint64_t step, const void *png, size_t n)
{
	/* By PNG's type of colour: 0 grey, 2 RGB, 3 palette, 4 grey and alpha,
	 * 6 RGBA. */
	static const unsigned char colours[] = { 1, 0, 3, 3, 2, 0, 4 };
	const unsigned char *p = png;
	struct buf image = { 0 }, value = { 0 };

	if (n < 33 || memcmp(p, "\x89PNG\r\n\x1a\n", 8) != 0 || p[25] > 6)
		return;
	proto_int(&image, IMAGE_HEIGHT, big_endian(p + 20));
	proto_int(&image, IMAGE_WIDTH, big_endian(p + 16));
	proto_int(&image, IMAGE_COLOURS, colours[p[25]]);
	proto_bytes(&image, IMAGE_PNG, png, n);
	proto_str(&value, VALUE_TAG, tag);
	proto_message(&value, VALUE_IMAGE, &image);
	add_value(t, now, step, &value);
}

/* An event of the plugin "hparams": TAG, and CONTENT as field NUMBER. */
static void add_hparams(struct tensorboard *t, double now, const char *tag,
			int number, struct buf *content)
{
	struct buf value = { 0 }, data = { 0 }, nothing = { 0 };

	proto_message(&data, number, content);
	proto_str(&value, VALUE_TAG, tag);
	add_tensor(&value, TYPE_FLOAT, 0, &nothing);
	add_metadata(&value, "hparams", &data);
	add_value(t, now, 0, &value);
}

/* A setting as an entry of a map: a number, a flag or a text. */
static void add_setting(struct buf *to, const char *name, const char *text)
{
	struct buf entry = { 0 }, value = { 0 };
	double x;

	if (num_real(&x, text) == 0)
		proto_double(&value, ANY_NUMBER, x);
	else if (!strcmp(text, "yes") || !strcmp(text, "no"))
		proto_int(&value, ANY_BOOL, text[0] == 'y');
	else
		proto_str(&value, ANY_STRING, text);
	proto_str(&entry, MAP_KEY, name);
	proto_message(&entry, MAP_VALUE, &value);
	proto_message(to, START_HPARAMS, &entry);
}

void tensorboard_settings(struct tensorboard *t, double start,
			  const struct json *settings)
{
	struct buf content = { 0 };
	const char *key;

	for (size_t i = 0; settings && (key = json_key(settings, i)); i++)
		if (json_str(settings, key))
			add_setting(&content, key, json_str(settings, key));
	proto_double(&content, START_TIME, start);
	add_hparams(t, start, "_hparams_/session_start_info",
		    HPARAMS_SESSION_START, &content);
}

void tensorboard_end(struct tensorboard *t, double now, int success)
{
	struct buf content = { 0 };

	proto_int(&content, END_STATUS,
		  success ? STATUS_SUCCESS : STATUS_FAILURE);
	proto_double(&content, END_TIME, now);
	add_hparams(t, now, "_hparams_/session_end_info", HPARAMS_SESSION_END,
		    &content);
}

void tensorboard_resume(struct tensorboard *t, double now, uint64_t step)
{
	struct buf event = new_event(now, step), session = { 0 };

	proto_int(&session, SESSION_STATUS, SESSION_START);
	proto_message(&event, EVENT_SESSION, &session);
	add_record(t, &event);
}

int tensorboard_flush(struct tensorboard *t, struct err *err)
{
	int rc = out_append(t->path, t->data.data, t->data.len, 0, err);

	buf_clear(&t->data);
	return rc;
}

static int same_point(const struct curves *s, const struct curves *sent,
		      size_t i)
{
	const struct curves_point *a = &s->points[i], *b = &sent->points[i];

	return a->step == b->step && a->tag == b->tag &&
	       !memcmp(&a->value, &b->value, sizeof(a->value));
}

void tensorboard_curves(struct tensorboard *t, double now,
			const struct curves *s, struct curves *sent)
{
	size_t i = 0;

	while (i < s->n && i < sent->n && same_point(s, sent, i))
		i++;
	if (i < sent->n) {
		uint64_t step = sent->points[i].step;

		if (i < s->n && s->points[i].step < step)
			step = s->points[i].step;
		tensorboard_resume(t, now, step);
		while (i > 0 && sent->points[i - 1].step >= step)
			i--;
	}
	for (; i < s->n; i++)
		tensorboard_scalar(t, curves_time(&s->points[i], now),
				   s->tags.at[s->points[i].tag],
				   s->points[i].step, s->points[i].value);
	curves_copy(sent, s);
}

/* What `xp-log show` says first, as a list. */
static void add_about(struct tensorboard *t, const struct exported *e)
{
	struct buf b = { 0 };

	buf_printf(&b, "* run `%s` (%s)\n* command `", e->run.id,
		   run_state_name(e->run.state));
	exported_command(e, &b);
	buf_printf(&b, "`\n* host %s, user %s\n", exported_text(e, "host"),
		   exported_text(e, "user"));
	if (*exported_commit(e))
		buf_printf(&b, "* commit `%s`\n", exported_commit(e));
	for (size_t i = 0; i < e->notes.n; i++)
		if (*e->notes.at[i])
			buf_printf(&b, "* note: %s\n", e->notes.at[i]);
	tensorboard_text(t, e->start, "run", 0, buf_text(&b));
	buf_release(&b);
}

/* Those that are kept, or still lie where the run wrote them. */
static void add_pictures(struct tensorboard *t, const struct exported *e)
{
	for (size_t i = 0; i < e->run.outputs.n; i++) {
		const char *path = e->run.outputs.list[i].path;
		size_t n = strlen(path);
		struct buf b = { 0 };
		struct err gone;

		if (n > 4 && !strcmp(path + n - 4, ".png") &&
		    run_file(e->store, &e->run, path, &b, &gone) == 0 &&
		    b.len <= MAX_PICTURE)
			tensorboard_image(t, e->start, path, 0, b.data, b.len);
		buf_release(&b);
	}
}

int tensorboard_export(const struct exported *e, const char *dir,
		       struct err *err)
{
	struct curves sent = { 0 };
	struct tensorboard t;
	int rc = tensorboard_open(&t, dir, e->name, e->run.id, e->start, 0,
				  err);

	if (rc == 0) {
		tensorboard_settings(&t, e->start, exported_settings(e));
		add_about(&t, e);
		add_pictures(&t, e);
	}
	if (rc == 0) {
		tensorboard_curves(&t, e->start, &e->curves, &sent);
		if (e->run.end)
			tensorboard_end(&t, e->end, e->run.state == RUN_DONE);
		rc = out_write(t.path, t.data.data, t.data.len, err);
	}
	curves_release(&sent);
	tensorboard_release(&t);
	return rc;
}
