/*
 * bucket_push.c - see bucket_push.h.
 *
 * What a sender sends of a run is kept as a file.  The objects of many runs are
 * put at once, straight from the store, and only then their records.
 */
#include "remote/bucket_push.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "file/path.h"
#include "run/run.h"
#include "run/run_id.h"
#include "run/tag.h"
#include "store/blob.h"
#include "store/durable.h"
#include "store/object.h"

#define VERSION_FILE "version"
#define VERSION_TEXT "xp bucket 1\n"
#define BATCH_RUNS 200
#define BATCH_BYTES ((uint64_t)1 << 30)

static int write_file(const struct bucket_push *p, const char *name,
		      const char *text, struct err *err)
{
	char *path = mem_printf("%s/%s", p->r->temp, name);
	char *dir = mem_strn(path, (size_t)(strrchr(path, '/') - path));
	int fd, rc = path_make_dirs(dir, err);

	fd = rc ? -1 : durable_create(path, err);
	if (!rc)
		rc = fd < 0 ? -1 :
			      durable_add(fd, text, strlen(text), path, err);
	if (fd >= 0)
		close(fd);
	free(dir);
	free(path);
	return rc;
}

int bucket_push_begin(struct bucket_push *p, const struct rclone *r,
		      const struct store *from, struct err *err)
{
	struct strs names = { 0 };
	int rc = 0;

	*p = (struct bucket_push){ .r = r, .from = from };
	strs_add(&names, VERSION_FILE);
	if (!rclone_find(r, VERSION_FILE)) {
		rc = write_file(p, VERSION_FILE, VERSION_TEXT, err);
		if (!rc)
			rc = rclone_put(r, r->temp, &names, err);
	}
	strs_release(&names);
	return rc;
}

/* Damage does not travel. */
static int check_objects(const struct bucket_push *p, struct err *err)
{
	for (size_t i = 0; i < p->objects.n; i++) {
		char *path = store_join(p->from, p->objects.at[i]);
		struct blob b;
		int rc = blob_look(path, &b, err);
		char *name = rc == 1 ? object_name(&b.digest) : NULL;
		int good = name && !strcmp(name, p->objects.at[i]);

		free(name);
		free(path);
		if (rc < 0)
			return -1;
		if (!good)
			return err_data(err,
					"'%s' is damaged: see 'xp-log fsck'",
					p->objects.at[i]);
	}
	return 0;
}

/* Puts what has come so far. */
static int put_batch(struct bucket_push *p, struct err *err)
{
	int rc = check_objects(p, err);

	if (!rc)
		rc = rclone_put(p->r, p->from->path, &p->objects, err);
	if (!rc)
		rc = rclone_put(p->r, p->r->temp, &p->files, err);
	for (size_t i = 0; i < p->files.n; i++) {
		char *path = mem_printf("%s/%s", p->r->temp, p->files.at[i]);

		unlink(path);
		free(path);
	}
	if (!rc) {
		p->put += p->objects.n;
		p->bytes += p->batch;
	}
	p->batch = 0;
	strs_release(&p->objects);
	strs_release(&p->files);
	return rc;
}

/* Whether the bucket has a file whose name begins with PREFIX. */
static int has_prefix(const struct rclone *r, const char *prefix)
{
	size_t low = 0, high = r->n, n = strlen(prefix);

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (strcmp(r->file[mid].name, prefix) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low < r->n && !strncmp(r->file[low].name, prefix, n);
}

/* Lines "ID DIGEST" */
static int answer_runs(struct bucket_push *p, struct wire *w, struct err *err)
{
	struct buf list = { 0 }, wanted = { 0 };
	struct strs lines = { 0 };
	int rc = wire_want(w, WIRE_RUNS, &list, WIRE_LIST, err);

	if (!rc)
		strs_split(&lines, buf_text(&list), '\n');
	for (size_t i = 0; !rc && i + 1 < lines.n; i++) {
		char *id = lines.at[i], *offer = strchr(id, ' '), *prefix;
		int has;

		if (!offer) {
			rc = wire_nonsense("a run has no digest", err);
			break;
		}
		*offer++ = '\0';
		prefix = mem_printf("runs/%s/%s-", id, offer);
		has = has_prefix(p->r, prefix);
		buf_char(&wanted, has ? '0' : '1');
		p->same += (size_t)has;
		strs_add(&p->ids, id);
		strs_add(&p->offers, offer);
		free(prefix);
	}
	if (!rc)
		rc = wire_put(w, WIRE_WANTED, buf_text(&wanted), wanted.len,
			      err);
	strs_release(&lines);
	buf_release(&wanted);
	buf_release(&list);
	return rc;
}

/* "DIGEST SIZE MODE": it is put unless the bucket has it. */
static int add_object(struct bucket_push *p, char *line, struct err *err)
{
	const struct rclone_file *there;
	struct digest d;
	uint64_t n[2];
	char *name;

	if (wire_numbers(line, n, 2, err) < 0)
		return -1;
	if (digest_parse(&d, line) < 0)
		return wire_nonsense("an object has no digest", err);
	name = object_name(&d);
	there = rclone_find(p->r, name);
	if ((there && there->size == n[0]) || strs_has(&p->objects, name)) {
		free(name);
		return 0;
	}
	strs_take(&p->objects, name);
	p->batch += n[0];
	return 0;
}

static int answer_objects(struct bucket_push *p, struct wire *w,
			  const struct buf *list, struct err *err)
{
	struct buf none = { 0 };
	struct strs lines = { 0 };
	int rc = 0;

	strs_split(&lines, buf_text(list), '\n');
	for (size_t i = 0; !rc && i + 1 < lines.n; i++) {
		rc = add_object(p, lines.at[i], err);
		buf_char(&none, '0');
	}
	if (!rc)
		rc = wire_put(w, WIRE_WANTED, buf_text(&none), none.len, err);
	strs_release(&lines);
	buf_release(&none);
	return rc;
}

/* Keeps the messages of a run, up to the list of its objects. */
static int keep_record(struct bucket_push *p, struct wire *w, struct wire *file,
		       struct err *err)
{
	struct buf b = { 0 };
	int type, rc = 0;

	do {
		type = wire_get(w, &b, WIRE_LIST, err);
		rc = type < 0 ? -1 :
				wire_put(file, (enum wire_type)type,
					 buf_text(&b), b.len, err);
	} while (!rc && type != WIRE_OBJECTS);
	if (!rc)
		rc = answer_objects(p, w, &b, err);
	buf_release(&b);
	return rc;
}

/* The record gets its name when its digest is known. */
static int name_record(struct bucket_push *p, const char *id, const char *offer,
		       const char *temp, struct err *err)
{
	char *dir = mem_printf("%s/runs/%s", p->r->temp, id), *name, *path;
	char hex[DIGEST_HEX + 1];
	struct blob b;
	int rc = blob_look(temp, &b, err) == 1 ? path_make_dirs(dir, err) : -1;

	if (!rc) {
		name = mem_printf("runs/%s/%s-%s", id, offer,
				  digest_hex(hex, &b.digest));
		path = mem_printf("%s/%s", p->r->temp, name);
		if (rename(temp, path) < 0)
			rc = err_sys(err, "cannot make '%s'", path);
		free(path);
		strs_take(&p->files, name);
	}
	free(dir);
	return rc;
}

static void count_elsewhere(struct bucket_push *p, const char *id)
{
	struct err ignored = { 0 };
	struct run r;

	if (run_read(&r, p->from, id, &ignored) < 0)
		return;
	for (size_t i = 0; i < r.inputs.n; i++)
		p->elsewhere += !object_has(p->from, &r.inputs.list[i].digest);
	run_release(&r);
}

static int take_run(struct bucket_push *p, struct wire *w, size_t i,
		    struct err *err)
{
	char *temp = mem_printf("%s/record", p->r->temp);
	struct wire file = { .in = -1, .out = durable_create(temp, err) };
	int rc = file.out < 0 ? -1 : keep_record(p, w, &file, err);

	if (file.out >= 0)
		close(file.out);
	if (!rc)
		rc = name_record(p, p->ids.at[i], p->offers.at[i], temp, err);
	if (!rc)
		count_elsewhere(p, p->ids.at[i]);
	p->runs += !rc;
	if (!rc && (p->files.n >= BATCH_RUNS || p->batch >= BATCH_BYTES))
		rc = put_batch(p, err);
	if (!rc)
		rc = wire_put(w, WIRE_END, "", 0, err);
	free(temp);
	return rc;
}

/* "NAME ID" */
static int take_tag(struct bucket_push *p, char *line, struct err *err)
{
	char *id = strchr(line, ' '), *name, *prefix;
	int rc = 0;

	if (id)
		*id++ = '\0';
	if (!id || !tag_is_valid(line) || !run_id_is(id))
		return wire_nonsense("it sends a tag of no run", err);
	prefix = mem_printf("tags/%s/", line);
	name = mem_printf("%s%s", prefix, id);
	if (rclone_find(p->r, name)) {
		free(name);
	} else if (has_prefix(p->r, prefix)) {
		messages_warn(&p->talk,
			      "run %s was copied without its tag '%s': in "
			      "'%s', this tag already names another run",
			      id, line, p->r->name);
		free(name);
	} else {
		rc = write_file(p, name, id, err);
		strs_take(&p->files, name);
	}
	free(prefix);
	return rc;
}

/* The tags, and what was counted. */
static int take_end(struct bucket_push *p, struct wire *w, struct err *err)
{
	struct buf b = { 0 };
	int type, rc = 0;

	while (!rc && (type = wire_get(w, &b, WIRE_LINE, err)) == WIRE_TAG)
		rc = take_tag(p, b.data, err);
	if (!rc && type != WIRE_END)
		rc = type < 0 ? -1 :
				wire_nonsense("a message comes out of its turn",
					      err);
	if (!rc)
		rc = put_batch(p, err);
	if (!rc)
		rc = wire_put_talk(w, &p->talk, err);
	if (!rc)
		rc = wire_put_text(w, WIRE_END, err, " %zu %zu %zu %llu %zu",
				   p->runs, p->same, p->put,
				   (unsigned long long)p->bytes, p->elsewhere);
	buf_release(&b);
	return rc;
}

int bucket_push_answer(struct bucket_push *p, struct wire *w, struct err *err)
{
	struct buf b = { 0 };
	int type = 0, rc = answer_runs(p, w, err);
	size_t wanted = p->ids.n - p->same;

	for (; !rc && wanted; wanted--) {
		type = wire_want(w, WIRE_RUN, &b, WIRE_LINE, err);
		rc = type;
		for (size_t i = 0; !rc && i < p->ids.n; i++)
			if (!strcmp(p->ids.at[i], buf_text(&b))) {
				rc = take_run(p, w, i, err);
				break;
			}
	}
	if (!rc)
		rc = take_end(p, w, err);
	buf_release(&b);
	return rc;
}

void bucket_push_release(struct bucket_push *p)
{
	messages_release(&p->talk);
	strs_release(&p->objects);
	strs_release(&p->files);
	strs_release(&p->ids);
	strs_release(&p->offers);
	*p = (struct bucket_push){ 0 };
}
