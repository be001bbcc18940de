/*
 * bucket_pull.c - see bucket_pull.h.
 *
 * The records of many runs come at once, then the objects that they need and
 * the store lacks.  A receiver gets them as if another machine sent them.
 */
#include "remote/bucket_pull.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "file/path.h"
#include "remote/offer.h"
#include "remote/receiver.h"
#include "run/run_id.h"
#include "run/tag.h"
#include "store/blob.h"
#include "store/durable.h"
#include "store/object.h"
#include "store/staging.h"
#include "upkeep/transfer.h"

#define RUNS "runs/"
#define TAGS "tags/"
#define BATCH_RUNS 200
#define BATCH_BYTES ((uint64_t)1 << 30)

/* --- names in the bucket -------------------------------------------------- */

/* "runs/ID/OFFER-SHA256" */
static int is_record(const char *name)
{
	const size_t head = strlen(RUNS) + RUN_ID_SIZE + 1;
	struct digest d;
	char *id;
	int yes;

	if (strlen(name) != head + DIGEST_HEX + 1 + DIGEST_HEX ||
	    strncmp(name, RUNS, strlen(RUNS)) || name[head - 1] != '/')
		return 0;
	id = mem_strn(name + strlen(RUNS), RUN_ID_SIZE);
	yes = run_id_is(id) && digest_parse(&d, name + head) == 0 &&
	      name[head + DIGEST_HEX] == '-' &&
	      digest_parse(&d, name + head + DIGEST_HEX + 1) == 0;
	free(id);
	return yes;
}

static const char *offer_of(const char *record)
{
	return record + strlen(RUNS) + RUN_ID_SIZE + 1;
}

static const char *sum_of(const char *record)
{
	return offer_of(record) + DIGEST_HEX + 1;
}

static char *id_of(const char *record)
{
	return mem_strn(record + strlen(RUNS), RUN_ID_SIZE);
}

/* "tags/NAME/ID": the caller frees *NAME and *ID. */
static int cut_tag(const char *file, char **name, char **id)
{
	const char *slash = strncmp(file, TAGS, strlen(TAGS)) ?
				    NULL :
				    strchr(file + strlen(TAGS), '/');

	if (!slash || !run_id_is(slash + 1))
		return 0;
	*name = mem_strn(file + strlen(TAGS),
			 (size_t)(slash - file) - strlen(TAGS));
	*id = mem_str(slash + 1);
	if (tag_is_valid(*name))
		return 1;
	free(*name);
	free(*id);
	return 0;
}

/* --- records -------------------------------------------------------------- */

static int open_record(const struct bucket_pull *p, const char *record,
		       struct wire *w, struct err *err)
{
	char *path = mem_printf("%s/%s", p->r->temp, record);
	char hex[DIGEST_HEX + 1];
	struct stat st;
	struct blob b;
	int rc = blob_look(path, &b, err);

	*w = (struct wire){ .in = -1, .out = -1, .heard = 1 };
	if (rc == 0)
		rc = err_data(err,
			      "'%s' was not received from '%s': pull again; if "
			      "it is missing there, push the run again",
			      record, p->r->name);
	else if (rc == 1 && strcmp(digest_hex(hex, &b.digest), sum_of(record)))
		rc = err_data(err,
			      "'%s' of '%s' is damaged: remove it there, and "
			      "push the run again",
			      record, p->r->name);
	if (rc == 1)
		w->in = path_open_input(path, 0, &st, err);
	if (rc == 1 && w->in < 0)
		rc = -1;
	free(path);
	return rc < 0 ? -1 : 0;
}

static int get_records(const struct bucket_pull *p, const struct strs *records,
		       struct err *err)
{
	return records->n ? rclone_get(p->r, p->r->temp, records, err) : 0;
}

/* --- runs that are named -------------------------------------------------- */

struct unpacked_file {
	int fd;
	const char *path;
};

static int add_piece(void *arg, const void *data, size_t n, struct err *err)
{
	const struct unpacked_file *f = arg;

	return f->fd < 0 ? 0 : durable_add(f->fd, data, n, f->path, err);
}

/* "NAME SIZE" */
static int unpack_file(struct wire *w, struct buf *b, const char *dir,
		       struct err *err)
{
	struct unpacked_file f = { -1, NULL };
	uint64_t size;
	char *path;
	int rc = wire_numbers(b->data, &size, 1, err);

	if (rc)
		return rc;
	if (!receiver_is_name(b->data))
		return wire_nonsense("a file of a run has no proper name", err);
	path = mem_printf("%s/%s", dir, b->data);
	f.path = path;
	f.fd = durable_create(path, err);
	rc = f.fd < 0 ? -1 : wire_data(w, size, add_piece, &f, err);
	if (f.fd >= 0)
		close(f.fd);
	free(path);
	return rc;
}

/* Makes the files of a record in the directory of its run in S. */
static int unpack(const struct bucket_pull *p, const char *record,
		  const struct store *s, struct err *err)
{
	char *id = id_of(record), *dir = mem_printf("%s/runs/%s", s->path, id);
	struct buf b = { 0 };
	struct wire w;
	int type = 0, rc = open_record(p, record, &w, err);

	if (!rc)
		rc = path_make_dirs(dir, err);
	while (!rc && (type = wire_get(&w, &b, WIRE_LIST, err)) != WIRE_OBJECTS)
		rc = type < 0	       ? -1 :
		     type == WIRE_FILE ? unpack_file(&w, &b, dir, err) :
					 0;
	if (w.in >= 0)
		close(w.in);
	buf_release(&b);
	free(dir);
	free(id);
	return rc;
}

static int unpack_tags(const struct bucket_pull *p, const struct store *s,
		       struct err *err)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < p->r->n; i++) {
		char *name, *id, *file, *line;

		if (!cut_tag(p->r->file[i].name, &name, &id))
			continue;
		file = mem_printf("refs/%s", name);
		line = mem_printf("%s\n", id);
		rc = store_write(s, file, line, strlen(line), err);
		free(line);
		free(file);
		free(name);
		free(id);
	}
	return rc;
}

static void all_records(const struct bucket_pull *p, struct strs *to)
{
	for (size_t i = 0; i < p->r->n; i++)
		if (is_record(p->r->file[i].name))
			strs_add(to, p->r->file[i].name);
}

/* Makes an error that names the store of records name the bucket. */
static void name_bucket(struct err *err, const char *path, const char *name)
{
	char *at = strstr(err->text, path), *text;

	if (!at)
		return;
	text = mem_printf("%.*s%s%s", (int)(at - err->text), err->text, name,
			  at + strlen(path));
	err_data(err, "%s", text);
	free(text);
}

/* Finds the runs NAME, and those before them, by a store of records alone. */
static int find_named(struct bucket_pull *p, int n, char **name,
		      struct err *err)
{
	char *dir = mem_printf("%s/names", p->r->temp);
	struct strs records = { 0 };
	struct store s = { 0 };
	int rc = path_make_dirs(dir, err);

	all_records(p, &records);
	if (!rc)
		rc = store_make(&s, dir, err) < 0 ? -1 : 0;
	if (!rc)
		rc = get_records(p, &records, err);
	for (size_t i = 0; !rc && i < records.n; i++)
		rc = unpack(p, records.at[i], &s, err);
	if (!rc)
		rc = unpack_tags(p, &s, err);
	if (!rc)
		rc = transfer_list(&p->ids, &s, n, name, err);
	if (rc < 0 && s.path)
		name_bucket(err, s.path, p->r->name);
	store_release(&s);
	strs_release(&records);
	staging_remove(dir);
	free(dir);
	return rc;
}

static void find_all(struct bucket_pull *p)
{
	for (size_t i = 0; i < p->r->n; i++)
		if (is_record(p->r->file[i].name)) {
			char *id = id_of(p->r->file[i].name);

			if (!p->ids.n || strcmp(p->ids.at[p->ids.n - 1], id))
				strs_add(&p->ids, id);
			free(id);
		}
}

/* The records of run ID, sorted. */
static void records_of(const struct bucket_pull *p, const char *id,
		       struct strs *to)
{
	char *prefix = mem_printf(RUNS "%s/", id);

	for (size_t i = 0; i < p->r->n; i++)
		if (!strncmp(p->r->file[i].name, prefix, strlen(prefix)) &&
		    is_record(p->r->file[i].name))
			strs_add(to, p->r->file[i].name);
	free(prefix);
}

int bucket_pull_begin(struct bucket_pull *p, const struct rclone *r,
		      const struct store *to, int n, char **name,
		      struct err *err)
{
	int rc = 0;

	*p = (struct bucket_pull){ .r = r, .to = to };
	if (!r->n)
		return err_data(err, "there are no runs in '%s'", r->name);
	if (n)
		rc = find_named(p, n, name, err);
	else
		find_all(p);
	p->passes = 1;
	for (size_t i = 0; !rc && i < p->ids.n; i++) {
		struct strs records = { 0 };

		records_of(p, p->ids.at[i], &records);
		if (records.n > p->passes)
			p->passes = records.n;
		strs_release(&records);
	}
	return rc;
}

/* --- what a receiver asks ------------------------------------------------- */

/* Offers, of each run, record number PASS, if it has so many. */
static int offer(struct bucket_pull *p, struct wire *w, size_t pass,
		 struct strs *wanted, struct err *err)
{
	struct buf list = { 0 }, answer = { 0 };
	int rc;

	strs_release(&p->records);
	for (size_t i = 0; i < p->ids.n; i++) {
		struct strs records = { 0 };

		records_of(p, p->ids.at[i], &records);
		if (pass < records.n) {
			strs_add(&p->records, records.at[pass]);
			buf_printf(&list, "%s %.*s\n", p->ids.at[i], DIGEST_HEX,
				   offer_of(records.at[pass]));
		}
		strs_release(&records);
	}
	rc = wire_put(w, WIRE_RUNS, buf_text(&list), list.len, err);
	if (!rc)
		rc = wire_want(w, WIRE_WANTED, &answer, p->records.n, err);
	if (!rc && answer.len != p->records.n)
		rc = wire_nonsense("its answer to an offer has another length",
				   err);
	for (size_t i = 0; !rc && i < answer.len; i++)
		if (answer.data[i] == '1')
			strs_add(wanted, p->records.at[i]);
	buf_release(&answer);
	buf_release(&list);
	return rc;
}

/* Adds the objects of a list that the store lacks to TO. */
static int list_missing(const struct bucket_pull *p, const struct buf *list,
			const char *record, struct strs *to, uint64_t *bytes,
			struct err *err)
{
	struct strs lines = { 0 };
	int rc = 0;

	strs_split(&lines, buf_text(list), '\n');
	for (size_t i = 0; !rc && i + 1 < lines.n; i++) {
		const struct rclone_file *f;
		struct digest d;
		uint64_t n[2];
		char *name;

		rc = wire_numbers(lines.at[i], n, 2, err);
		if (!rc && digest_parse(&d, lines.at[i]) < 0)
			rc = wire_nonsense("an object has no digest", err);
		if (rc || object_has(p->to, &d))
			continue;
		name = object_name(&d);
		f = rclone_find(p->r, name);
		if (!f || f->size != n[0])
			rc = err_data(err,
				      "'%s' lacks '%s', which '%s' needs: "
				      "remove this record there, and push the "
				      "run again",
				      p->r->name, name, record);
		else if (!strs_has(to, name)) {
			strs_add(to, name);
			*bytes += n[0];
		}
		free(name);
	}
	strs_release(&lines);
	return rc;
}

/* Adds what the run with this record needs. */
static int add_needs(const struct bucket_pull *p, const char *record,
		     struct strs *to, uint64_t *bytes, struct err *err)
{
	struct buf b = { 0 };
	struct wire w;
	int type = 0, rc = open_record(p, record, &w, err);

	while (!rc && (type = wire_get(&w, &b, WIRE_LIST, err)) != WIRE_OBJECTS)
		rc = type < 0 ? -1 : 0;
	if (!rc)
		rc = list_missing(p, &b, record, to, bytes, err);
	if (w.in >= 0)
		close(w.in);
	buf_release(&b);
	return rc;
}

static int send_piece(void *arg, const void *data, size_t n, struct err *err)
{
	const char *c = data;

	for (size_t k; n; c += k, n -= k) {
		k = n < WIRE_PIECE ? n : WIRE_PIECE;
		if (wire_put(arg, WIRE_DATA, c, k, err) < 0)
			return -1;
	}
	return 0;
}

/* "DIGEST SIZE MODE" */
static int send_object(const struct bucket_pull *p, struct wire *w, char *line,
		       struct err *err)
{
	struct blob want = { .size = 0 }, is;
	uint64_t n[2];
	char *name, *path;
	int rc = wire_numbers(line, n, 2, err);

	if (rc || digest_parse(&want.digest, line) < 0)
		return -1;
	want.size = n[0];
	name = object_name(&want.digest);
	path = mem_printf("%s/%s", p->r->temp, name);
	rc = blob_look(path, &is, err);
	if (rc == 0)
		rc = err_data(err,
			      "'%s' was not received from '%s': pull again; if "
			      "it is missing there, push the run again",
			      name, p->r->name);
	else if (rc == 1 && !digest_same(&is.digest, &want.digest))
		rc = err_data(err,
			      "'%s' in '%s' is damaged: remove it there, and "
			      "push a run that has it again",
			      name, p->r->name);
	else if (rc == 1)
		rc = blob_feed(path, &want, send_piece, w, err);
	free(path);
	free(name);
	return rc;
}

static int send_objects(const struct bucket_pull *p, struct wire *w,
			const struct buf *list, struct err *err)
{
	struct strs lines = { 0 };
	struct buf wanted = { 0 };
	int rc;

	strs_split(&lines, buf_text(list), '\n');
	rc = wire_want(w, WIRE_WANTED, &wanted, lines.n, err);
	for (size_t i = 0; !rc && i + 1 < lines.n && i < wanted.len; i++)
		if (wanted.data[i] == '1')
			rc = send_object(p, w, lines.at[i], err);
	buf_release(&wanted);
	strs_release(&lines);
	return rc;
}

/* Sends the record as its sender did, and then the objects. */
static int send_run(const struct bucket_pull *p, struct wire *w,
		    const char *record, struct err *err)
{
	char *id = id_of(record);
	struct buf b = { 0 };
	struct wire file;
	int type = 0, rc = open_record(p, record, &file, err);

	if (!rc)
		rc = wire_put_text(w, WIRE_RUN, err, "%s", id);
	while (!rc && type != WIRE_OBJECTS) {
		type = wire_get(&file, &b, WIRE_LIST, err);
		rc = type < 0 ? -1 :
				wire_put(w, (enum wire_type)type, buf_text(&b),
					 b.len, err);
	}
	if (!rc)
		rc = send_objects(p, w, &b, err);
	if (!rc)
		rc = wire_want(w, WIRE_END, &b, 0, err);
	if (file.in >= 0)
		close(file.in);
	buf_release(&b);
	free(id);
	return rc;
}

/* Sends the records FROM to END - 1 of LIST, for which all is here. */
static int send_batch(const struct bucket_pull *p, struct wire *w,
		      const struct strs *list, size_t from, size_t end,
		      const struct strs *objects, struct err *err)
{
	char *dir = mem_printf("%s/objects", p->r->temp);
	int rc = objects->n ? rclone_get(p->r, p->r->temp, objects, err) : 0;

	for (size_t i = from; !rc && i < end; i++)
		rc = send_run(p, w, list->at[i], err);
	staging_remove(dir);
	free(dir);
	return rc;
}

static int send_all(const struct bucket_pull *p, struct wire *w,
		    const struct strs *list, struct err *err)
{
	int rc = get_records(p, list, err);
	size_t from = 0;

	while (!rc && from < list->n) {
		struct strs objects = { 0 };
		uint64_t bytes = 0;
		size_t end = from;

		while (!rc && end < list->n && end - from < BATCH_RUNS &&
		       bytes < BATCH_BYTES)
			rc = add_needs(p, list->at[end++], &objects, &bytes,
				       err);
		if (!rc)
			rc = send_batch(p, w, list, from, end, &objects, err);
		from = end;
		strs_release(&objects);
	}
	return rc;
}

/* A tag that two runs have there is given to neither. */
static int send_tags(struct bucket_pull *p, struct wire *w, struct err *err)
{
	char *last = mem_str("");
	int rc = 0;

	for (size_t i = 0; !rc && i < p->r->n; i++) {
		char *name, *id, *next = NULL, *other = NULL;
		int twice;

		if (!cut_tag(p->r->file[i].name, &name, &id))
			continue;
		twice = i + 1 < p->r->n &&
			cut_tag(p->r->file[i + 1].name, &next, &other) &&
			!strcmp(next, name);
		if (twice && strcmp(last, name))
			messages_warn(&p->talk,
				      "the tag '%s' names several runs in "
				      "'%s', and was not copied",
				      name, p->r->name);
		else if (!twice && strcmp(last, name) &&
			 strs_find(&p->ids, id) >= 0)
			rc = wire_put_text(w, WIRE_TAG, err, "%s %s", name, id);
		free(last);
		last = name;
		free(next);
		free(other);
		free(id);
	}
	free(last);
	return rc;
}

int bucket_pull_answer(struct bucket_pull *p, struct wire *w, struct err *err)
{
	int rc = 0;

	for (size_t pass = 0; !rc && pass < p->passes; pass++) {
		struct strs wanted = { 0 };
		struct buf counts = { 0 };

		rc = offer(p, w, pass, &wanted, err);
		if (!rc)
			rc = send_all(p, w, &wanted, err);
		/* The first pass offers each run. */
		if (!rc && !pass)
			rc = send_tags(p, w, err);
		if (!rc)
			rc = wire_put_talk(w, &p->talk, err);
		if (!rc)
			rc = wire_put_text(w, WIRE_END, err, " 0");
		if (!rc)
			rc = wire_want(w, WIRE_END, &counts, WIRE_LINE, err);
		buf_release(&counts);
		strs_release(&wanted);
	}
	return rc;
}

void bucket_pull_release(struct bucket_pull *p)
{
	strs_release(&p->ids);
	strs_release(&p->records);
	messages_release(&p->talk);
	*p = (struct bucket_pull){ 0 };
}
