/* receiver.c - see receiver.h. */
#include "remote/receiver.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "file/out.h"
#include "remote/offer.h"
#include "run/recording.h"
#include "run/run.h"
#include "run/run_id.h"
#include "run/tag.h"
#include "store/blob.h"
#include "store/durable.h"
#include "store/object.h"
#include "store/staging.h"
#include "store/store_lock.h"
#include "store/sweep.h"
#include "upkeep/further.h"

#define MOST_FILES 10000 /* in the directory of a run */
#define MOST_NAME 100	 /* characters in the name of such a file */

struct receiver {
	struct wire *wire;
	struct transfer *t;
	const struct store *to;
	struct strs ids;   /* that are offered */
	struct buf wanted; /* '1' or '0' for each */
	struct buf message;
	/* The run that comes: */
	struct store temp; /* a store of this one run, in tmp/; its objects
			      are those of TO */
	int held;	   /* the lock of this directory */
	struct strs files, links;
	enum further which; /* copy that went further */
};

int receiver_is_name(const char *name)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789._-";
	size_t n = strlen(name);

	return n && n <= MOST_NAME && strspn(name, letters) == n &&
	       *name != '.' && *name != '-' && strcmp(name, "lock") != 0 &&
	       strcmp(name, "stdin") != 0;
}

/* Cuts a line off *TEXT and returns it, or NULL at the end. */
static char *next_line(char **text)
{
	char *line = *text, *end = line ? strchr(line, '\n') : NULL;

	if (!end)
		return NULL;
	*end = '\0';
	*text = end + 1;
	return line;
}

/* "ID DIGEST" */
static int look_at_run(struct receiver *r, char *line, struct err *err)
{
	char *space = strchr(line, ' ');
	struct digest there, here;
	int rc;

	if (!space || strlen(space + 1) != DIGEST_HEX ||
	    digest_parse(&there, space + 1) < 0)
		return wire_nonsense("a run has no digest", err);
	*space = '\0';
	if (!run_id_is(line) ||
	    (r->ids.n && strcmp(r->ids.at[r->ids.n - 1], line) >= 0))
		return wire_nonsense("its list of runs is out of order", err);
	rc = offer_digest(&here, r->to, line, err);
	if (rc < 0)
		return -1;
	strs_add(&r->ids, line);
	rc = !rc || !digest_same(&here, &there);
	buf_char(&r->wanted, rc ? '1' : '0');
	r->t->same += !rc;
	return 0;
}

static int get_runs(struct receiver *r, struct err *err)
{
	char *text, *line;
	int rc = wire_want(r->wire, WIRE_RUNS, &r->message, WIRE_LIST, err);

	text = rc ? NULL : r->message.data;
	while (!rc && (line = next_line(&text)))
		rc = look_at_run(r, line, err);
	if (!rc)
		rc = wire_put(r->wire, WIRE_WANTED, buf_text(&r->wanted),
			      r->wanted.len, err);
	return rc;
}

static int link_objects(const struct receiver *r, struct err *err)
{
	char *link = store_join(&r->temp, "objects");
	int rc = symlink("../../objects", link) < 0 ?
			 err_sys(err, "cannot make '%s'", link) :
			 0;

	free(link);
	return rc;
}

static int begin_run(struct receiver *r, const char *id, struct err *err)
{
	char *runs, *dir, *lock;
	uint32_t number;
	int rc;

	durable_random(&number, sizeof number);
	r->temp.path = mem_printf("%s/tmp/receive-%s-p%ld-%08x", r->to->path,
				  id, (long)getpid(), number);
	runs = store_join(&r->temp, "runs");
	dir = run_path(&r->temp, id, "");
	lock = store_join(&r->temp, "lock");
	rc = durable_make_dir(r->temp.path, err);
	if (!rc)
		rc = (r->held = durable_create(lock, err)) < 0 ? -1 : 0;
	if (!rc)
		out_hold(r->held);
	if (!rc)
		rc = durable_make_dir(runs, err);
	if (!rc)
		rc = durable_make_dir(dir, err);
	free(lock);
	free(dir);
	free(runs);
	return rc ? rc : link_objects(r, err);
}

static void end_run(struct receiver *r)
{
	if (r->temp.path)
		staging_remove(r->temp.path);
	if (r->held >= 0)
		close(r->held);
	r->held = -1;
	store_release(&r->temp);
	strs_release(&r->files);
	strs_release(&r->links);
}

struct received_file {
	int fd;
	const char *path;
};

static int add_to_file(void *arg, const void *data, size_t n, struct err *err)
{
	const struct received_file *f = arg;

	return durable_add(f->fd, data, n, f->path, err);
}

static int note_name(struct receiver *r, const char *name, struct err *err)
{
	if (!receiver_is_name(name) || strs_has(&r->files, name) ||
	    r->files.n >= MOST_FILES)
		return wire_nonsense("a file of a run has no proper name", err);
	strs_add(&r->files, name);
	return 0;
}

/* "NAME SIZE" */
static int get_file(struct receiver *r, const char *id, struct err *err)
{
	struct received_file f;
	uint64_t size;
	char *path;
	int rc = wire_numbers(r->message.data, &size, 1, err);

	if (!rc)
		rc = note_name(r, r->message.data, err);
	if (rc)
		return rc;
	path = run_path(&r->temp, id, r->message.data);
	f.path = path;
	f.fd = durable_create(path, err);
	rc = f.fd < 0 ? -1 : wire_data(r->wire, size, add_to_file, &f, err);
	if (f.fd >= 0 && close(f.fd) && !rc)
		rc = err_sys(err, "cannot write '%s'", path);
	free(path);
	return rc;
}

struct offered_object {
	struct digest digest;
	uint64_t size, mode;
};

/* "DIGEST SIZE MODE" */
static int parse_object(struct offered_object *o, char *line, struct err *err)
{
	uint64_t n[2];

	if (wire_numbers(line, n, 2, err) < 0)
		return -1;
	if (strlen(line) != DIGEST_HEX || digest_parse(&o->digest, line) < 0)
		return wire_nonsense("an object has no digest", err);
	o->size = n[0];
	o->mode = n[1] & 0777;
	return 0;
}

static int add_to_object(void *arg, const void *data, size_t n, struct err *err)
{
	return object_add(arg, data, n, err);
}

static int get_object(struct receiver *r, const struct offered_object *o,
		      struct err *err)
{
	struct object_new new;
	int rc = object_begin(&new, r->to, err);

	if (!rc)
		rc = wire_data(r->wire, o->size, add_to_object, &new, err);
	if (!rc)
		rc = object_end(&new, r->to, &o->digest, (mode_t)o->mode, err);
	else
		object_drop(&new);
	r->t->objects += !rc;
	r->t->bytes += rc ? 0 : o->size;
	return rc;
}

/* Sets r->which.  Of a run that went further here, only the notes count. */
static int look_further(struct receiver *r, const char *id, struct err *err)
{
	char *here = run_path(r->to, id, "start.json");
	int rc = 0;

	r->which = FURTHER_FROM;
	if (access(here, F_OK) == 0)
		rc = further_find(&r->which, &r->temp, r->to, id, err);
	free(here);
	return rc;
}

/* Says which of N objects are wanted, and gets them. */
static int get_wanted(struct receiver *r, const struct offered_object *list,
		      size_t n, struct err *err)
{
	struct buf wanted = { 0 };
	int rc;

	for (size_t i = 0; i < n; i++)
		buf_char(&wanted,
			 r->which == FURTHER_TO ||
					 object_has(r->to, &list[i].digest) ?
				 '0' :
				 '1');
	rc = wire_put(r->wire, WIRE_WANTED, buf_text(&wanted), n, err);
	for (size_t i = 0; !rc && i < n; i++)
		if (wanted.data[i] == '1')
			rc = get_object(r, &list[i], err);
	buf_release(&wanted);
	return rc;
}

/* A list of objects is in r->message. */
static int get_objects(struct receiver *r, struct err *err)
{
	char *text = r->message.data, *line;
	struct offered_object *list = NULL;
	size_t n = 0, cap = 0;
	int rc = 0;

	while (!rc && (line = next_line(&text))) {
		if (n == cap) {
			cap = cap ? 2 * cap : 256;
			list = mem_grow(list, cap, sizeof *list);
		}
		rc = parse_object(&list[n], line, err);
		if (!rc && n &&
		    memcmp(&list[n - 1].digest, &list[n].digest,
			   sizeof list->digest) >= 0)
			rc = wire_nonsense("its list of objects is out of "
					   "order",
					   err);
		n++;
	}
	if (!rc)
		rc = get_wanted(r, list, n, err);
	if (!rc)
		rc = object_sync(r->to, err);
	free(list);
	return rc;
}

/* A file of the record that is an object, too; as a copy if the file system
 * gives an object no more names. */
static int make_link(const struct receiver *r, const struct digest *d,
		     const char *path, struct err *err)
{
	char *object = object_path(r->to, d);
	struct received_file f = { -1, path };
	struct blob b;
	int rc = link(object, path) < 0 ? blob_look(object, &b, err) : 1;

	if (rc == 0)
		rc = wire_nonsense("a file of a run is an object that was not "
				   "sent",
				   err);
	else if (rc > 0 && access(path, F_OK) < 0)
		rc = (f.fd = durable_create(path, err)) < 0 ?
			     -1 :
			     blob_feed(object, &b, add_to_file, &f, err);
	if (f.fd >= 0)
		close(f.fd);
	free(object);
	return rc < 0 ? -1 : 0;
}

static int make_links(struct receiver *r, const char *id, struct err *err)
{
	char *outputs = run_path(&r->temp, id, "outputs");
	struct file_list l = { 0 };
	int rc = r->links.n ? file_list_read(&l, outputs, err) : 0;

	for (size_t i = 0; !rc && i < r->links.n; i++) {
		char *own = mem_printf(RECORDING_OWN "%s", r->links.at[i]);
		const struct digest *d = file_list_find(&l, own);
		char *path = run_path(&r->temp, id, r->links.at[i]);

		if (d)
			rc = make_link(r, d, path, err);
		else
			rc = wire_nonsense("a file of a run is no output of "
					   "it",
					   err);
		free(path);
		free(own);
	}
	file_list_release(&l);
	free(outputs);
	return rc;
}

/* All files, then the list of objects, in any number. */
static int get_parts(struct receiver *r, const char *id, struct err *err)
{
	int type, rc = 0;

	while (!rc) {
		type = wire_get(r->wire, &r->message, WIRE_LIST, err);
		if (type == WIRE_OBJECTS)
			return look_further(r, id, err) < 0 ?
				       -1 :
				       get_objects(r, err);
		if (type == WIRE_FILE) {
			rc = get_file(r, id, err);
		} else if (type == WIRE_LINK) {
			rc = note_name(r, r->message.data, err);
			if (!rc)
				strs_add(&r->links, r->message.data);
		} else {
			rc = type < 0 ? -1 :
					wire_nonsense("a message comes out of "
						      "its turn",
						      err);
		}
	}
	return rc;
}

static int land(struct receiver *r, const char *id, struct err *err)
{
	char *end = run_path(&r->temp, id, "end.json");
	int rc = r->which == FURTHER_TO ? 0 : make_links(r, id, err);

	if (!rc && access(end, F_OK) < 0)
		rc = wire_nonsense("a run has not ended", err);
	if (!rc)
		rc = transfer_run(r->t, &r->temp, r->to, id, err);
	free(end);
	return rc;
}

/* Nothing is removed from the store between the question which objects it has
 * and the record that names them. */
static int get_run(struct receiver *r, const char *id, struct err *err)
{
	int lock = store_lock_share(r->to);
	int rc = begin_run(r, id, err);

	if (!rc)
		rc = get_parts(r, id, err);
	if (!rc)
		rc = land(r, id, err);
	end_run(r);
	store_lock_drop(lock);
	if (!rc)
		rc = wire_put(r->wire, WIRE_END, "", 0, err);
	return rc;
}

static int get_all(struct receiver *r, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < r->ids.n; i++) {
		if (r->wanted.data[i] == '0')
			continue;
		rc = wire_want(r->wire, WIRE_RUN, &r->message, WIRE_LINE, err);
		if (!rc && strcmp(r->message.data, r->ids.at[i]) != 0)
			rc = wire_nonsense("it sends a run that was not asked "
					   "for",
					   err);
		if (!rc)
			rc = get_run(r, r->ids.at[i], err);
	}
	return rc;
}

/* "NAME ID" */
static int get_tag(struct receiver *r, struct err *err)
{
	char *name = r->message.data, *id = strchr(name, ' ');

	if (id)
		*id++ = '\0';
	if (!id || !tag_is_valid(name) || strs_find(&r->ids, id) < 0)
		return wire_nonsense("it sends a tag of no run", err);
	return transfer_tag(r->t, r->to, name, id, err);
}

static int get_tags(struct receiver *r, struct err *err)
{
	uint64_t n;
	int type;

	while ((type = wire_get(r->wire, &r->message, WIRE_LINE, err)) ==
	       WIRE_TAG)
		if (get_tag(r, err) < 0)
			return -1;
	if (type < 0)
		return -1;
	if (type != WIRE_END)
		return wire_nonsense("a message comes out of its turn", err);
	if (wire_numbers(r->message.data, &n, 1, err) < 0)
		return -1;
	r->t->unfinished = n;
	return 0;
}

static int say_counts(struct receiver *r, struct err *err)
{
	const struct transfer *t = r->t;

	return wire_put_text(r->wire, WIRE_END, err, " %zu %zu %zu %llu %zu",
			     t->runs, t->same, t->objects,
			     (unsigned long long)t->bytes, t->elsewhere);
}

int receiver_run(struct wire *w, struct transfer *t, const struct store *to,
		 struct err *err)
{
	struct receiver r = { .wire = w, .t = t, .to = to, .held = -1 };
	int rc = store_writable(to, err);

	if (!rc)
		sweep_store(to, NULL);
	if (!rc)
		rc = get_runs(&r, err);
	if (!rc)
		rc = get_all(&r, err);
	if (!rc)
		rc = get_tags(&r, err);
	object_healed(t->talk);
	if (!rc && w->talk != t->talk)
		rc = wire_put_talk(w, t->talk, err);
	if (!rc)
		rc = say_counts(&r, err);
	buf_release(&r.message);
	buf_release(&r.wanted);
	strs_release(&r.ids);
	return rc;
}
