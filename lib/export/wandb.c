/*
 * wandb.c - see wandb.h.
 */
#include "export/wandb.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/crc.h"
#include "export/proto.h"
#include "file/out.h"
#include "file/path.h"

#define BLOCK 32768
#define PIECE 7 /* bytes before a piece */

enum { FULL = 1, FIRST, MIDDLE, LAST }; /* pieces of a record */

/* Numbers of fields, message by message. */
enum {
	RECORD_NUM = 1,
	RECORD_HISTORY,
	RECORD_SUMMARY,
	RECORD_RUN = 17,
	RECORD_EXIT
};
enum {
	RUN_ID = 1,
	RUN_PROJECT = 3,
	RUN_CONFIG,
	RUN_NAME = 8,
	RUN_NOTES,
	RUN_HOST = 13,
	RUN_STARTED = 17,
	RUN_GIT = 21
};
enum { TIME_SECONDS = 1, TIME_NANOS };
enum { GIT_COMMIT = 2 };
enum { CONFIG_UPDATE = 1, SUMMARY_UPDATE = 1, HISTORY_ITEM = 1, HISTORY_STEP };
enum { ITEM_KEY = 1, ITEM_JSON = 16 };
enum { STEP_NUM = 1 };
enum { EXIT_CODE = 1, EXIT_RUNTIME };

struct log {
	struct buf data;
	uint64_t records;
};

/* One piece of a record; its type goes into the CRC. */
static void add_piece(struct log *l, int type, const char *data, size_t n)
{
	char byte = (char)type;
	uint32_t crc = crc_of(CRC_IEEE, &byte, 1);

	proto_fixed32(&l->data, crc_more(CRC_IEEE, crc, data, n));
	buf_char(&l->data, (char)(n & 255));
	buf_char(&l->data, (char)(n >> 8));
	buf_char(&l->data, byte);
	buf_add(&l->data, data, n);
}

/* Add MESSAGE as field NUMBER of a record and release it. */
static void add_record(struct log *l, int number, struct buf *message)
{
	struct buf record = { 0 };
	size_t done = 0;

	proto_int(&record, RECORD_NUM, ++l->records);
	proto_message(&record, number, message);
	while (done < record.len) {
		size_t room = BLOCK - l->data.len % BLOCK, n;

		if (room < PIECE) {
			for (; room; room--)
				buf_char(&l->data, '\0');
			room = BLOCK;
		}
		n = record.len - done;
		if (n > room - PIECE)
			n = room - PIECE;
		add_piece(l,
			  n == record.len	 ? FULL :
			  done == 0		 ? FIRST :
			  done + n == record.len ? LAST :
						   MIDDLE,
			  record.data + done, n);
		done += n;
	}
	buf_release(&record);
}

/* A key and a value in JSON as field NUMBER of TO. */
static void add_item(struct buf *to, int number, const char *key,
		     const char *json)
{
	struct buf item = { 0 };

	proto_str(&item, ITEM_KEY, key);
	proto_str(&item, ITEM_JSON, json);
	proto_message(to, number, &item);
}

static const char *json_number(char to[NUM_MAX], double x)
{
	if (isnan(x))
		return "\"NaN\"";
	if (isinf(x))
		return x > 0 ? "\"Infinity\"" : "\"-Infinity\"";
	return num_exact(to, x);
}

static void add_number(struct buf *to, int number, const char *key, double x)
{
	char text[NUM_MAX];

	add_item(to, number, key, json_number(text, x));
}

static void add_setting(struct buf *to, const char *key, const char *text)
{
	struct buf b = { 0 };
	double x;

	if (num_real(&x, text) == 0 && isfinite(x)) {
		add_number(to, CONFIG_UPDATE, key, x);
		return;
	}
	json_quote(&b, text);
	if (!strcmp(text, "yes") || !strcmp(text, "no"))
		add_item(to, CONFIG_UPDATE, key,
			 text[0] == 'y' ? "true" : "false");
	else
		add_item(to, CONFIG_UPDATE, key, buf_text(&b));
	buf_release(&b);
}

static void add_config(struct buf *to, const struct exported *e)
{
	const struct json *settings = exported_settings(e);
	struct buf config = { 0 }, command = { 0 }, quoted = { 0 };
	const char *key;

	for (size_t i = 0; settings && (key = json_key(settings, i)); i++)
		if (json_str(settings, key))
			add_setting(&config, key, json_str(settings, key));
	exported_command(e, &command);
	json_quote(&quoted, buf_text(&command));
	add_item(&config, CONFIG_UPDATE, "command", buf_text(&quoted));
	proto_message(to, RUN_CONFIG, &config);
	buf_release(&command);
	buf_release(&quoted);
}

static void add_run(struct log *l, const struct exported *e)
{
	struct buf run = { 0 }, started = { 0 }, git = { 0 }, notes = { 0 };
	char *project = exported_project(e);
	double whole = floor(e->start);

	proto_str(&run, RUN_ID, e->run.id);
	proto_str(&run, RUN_PROJECT, project);
	add_config(&run, e);
	proto_str(&run, RUN_NAME, e->name);
	for (size_t i = 0; i < e->notes.n; i++)
		if (*e->notes.at[i])
			buf_printf(&notes, "%s\n", e->notes.at[i]);
	if (notes.len)
		proto_str(&run, RUN_NOTES, buf_text(&notes));
	proto_str(&run, RUN_HOST, exported_text(e, "host"));
	proto_int(&started, TIME_SECONDS, (uint64_t)whole);
	proto_int(&started, TIME_NANOS, (uint64_t)((e->start - whole) * 1e9));
	proto_message(&run, RUN_STARTED, &started);
	if (*exported_commit(e)) {
		proto_str(&git, GIT_COMMIT, exported_commit(e));
		proto_message(&run, RUN_GIT, &git);
	}
	add_record(l, RECORD_RUN, &run);
	buf_release(&notes);
	free(project);
}

/* One record for the points from FIRST to before END, which have one step. */
static void add_history(struct log *l, const struct exported *e, size_t first,
			size_t end)
{
	const struct curves *s = &e->curves;
	uint64_t step = s->points[first].step;
	double time = curves_time(&s->points[end - 1], e->start);
	struct buf history = { 0 }, number = { 0 };

	for (size_t i = first; i < end; i++)
		add_number(&history, HISTORY_ITEM, s->tags.at[s->points[i].tag],
			   s->points[i].value);
	add_number(&history, HISTORY_ITEM, "_step", (double)step);
	add_number(&history, HISTORY_ITEM, "_timestamp", time);
	add_number(&history, HISTORY_ITEM, "_runtime", time - e->start);
	proto_int(&number, STEP_NUM, step);
	proto_message(&history, HISTORY_STEP, &number);
	add_record(l, RECORD_HISTORY, &history);
}

static void add_curves(struct log *l, const struct exported *e)
{
	const struct curves *s = &e->curves;
	struct buf summary = { 0 };

	for (size_t i = 0, end; i < s->n; i = end) {
		for (end = i; end < s->n; end++)
			if (s->points[end].step != s->points[i].step)
				break;
		add_history(l, e, i, end);
	}
	for (size_t k = 0; k < s->tags.n; k++) {
		long last = curves_last(s, k);

		if (last >= 0)
			add_number(&summary, SUMMARY_UPDATE, s->tags.at[k],
				   s->points[last].value);
	}
	if (summary.len)
		add_record(l, RECORD_SUMMARY, &summary);
	buf_release(&summary);
}

static void add_exit(struct log *l, const struct exported *e)
{
	struct buf b = { 0 };

	if (!e->run.end)
		return;
	proto_int(&b, EXIT_CODE,
		  (uint64_t)json_int(e->run.end, "exit",
				     e->run.state != RUN_DONE));
	proto_int(&b, EXIT_RUNTIME, (uint64_t)(e->end - e->start));
	add_record(l, RECORD_EXIT, &b);
}

int wandb_export(const struct exported *e, const char *dir, struct err *err)
{
	const char *id = e->run.id; /* begins with "20261130-092102-" */
	struct log l = { 0 };
	char *place, *path;
	int rc;

	place = mem_printf("%s/offline-run-%.8s_%.6s-%s", dir, id, id + 9, id);
	path = mem_printf("%s/run-%s.wandb", place, id);
	buf_add(&l.data, ":W&B\xe1\xbe\0", 7);
	add_run(&l, e);
	add_curves(&l, e);
	add_exit(&l, e);
	rc = path_make_dirs(place, err);
	if (rc == 0)
		rc = out_write(path, l.data.data, l.data.len, err);
	buf_release(&l.data);
	free(place);
	free(path);
	return rc;
}
