/* sender.c - see sender.h. */
#include "remote/sender.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "remote/offer.h"
#include "run/recording.h"
#include "run/run.h"
#include "run/tag.h"
#include "store/blob.h"
#include "store/object.h"
#include "store/store_lock.h"
#include "upkeep/needs.h"

/* What is sent of an object before its bytes. */
struct offered {
	struct digest digest;
	uint64_t size;
};

struct sender {
	struct wire *wire;
	const struct store *from;
	struct strs ids; /* runs that are offered */
	size_t unfinished;
};

static int send_piece(void *arg, const void *data, size_t n, struct err *err)
{
	struct wire *w = arg;
	const char *p = data;

	for (size_t k; n; p += k, n -= k) {
		k = n < WIRE_PIECE ? n : WIRE_PIECE;
		if (wire_put(w, WIRE_DATA, p, k, err) < 0)
			return -1;
	}
	return 0;
}

/* Sends the list of runs that have ended. */
static int send_runs(struct sender *s, int n, char **name, struct err *err)
{
	struct strs all = { 0 };
	struct buf list = { 0 };
	int rc = transfer_list(&all, s->from, n, name, err);

	for (size_t i = 0; rc >= 0 && i < all.n; i++) {
		char hex[DIGEST_HEX + 1];
		struct digest d;

		rc = offer_digest(&d, s->from, all.at[i], err);
		s->unfinished += rc == 0;
		if (rc < 1)
			continue;
		buf_printf(&list, "%s %s\n", all.at[i], digest_hex(hex, &d));
		strs_add(&s->ids, all.at[i]);
	}
	if (rc >= 0)
		rc = wire_put(s->wire, WIRE_RUNS, buf_text(&list), list.len,
			      err);
	buf_release(&list);
	strs_release(&all);
	return rc < 0 ? -1 : 0;
}

/* The answer to an offer of N things: N times '0' or '1'. */
static int get_wanted(struct sender *s, size_t n, struct buf *to,
		      struct err *err)
{
	if (wire_want(s->wire, WIRE_WANTED, to, n, err) < 0)
		return -1;
	if (to->len != n || strspn(buf_text(to), "01") != n)
		return wire_nonsense("its answer to an offer has another "
				     "length",
				     err);
	return 0;
}

static int is_sent(const char *name)
{
	return *name != '.' && strcmp(name, "lock") && strcmp(name, "stdin");
}

static int send_file(struct sender *s, const struct run *r, const char *name,
		     struct err *err)
{
	char *own = mem_printf(RECORDING_OWN "%s", name);
	char *path = run_path(s->from, r->id, name);
	const struct digest *d = file_list_find(&r->outputs, own);
	struct blob b;
	int rc;

	if (d && object_has(s->from, d)) {
		rc = wire_put_text(s->wire, WIRE_LINK, err, "%s", name);
	} else if ((rc = blob_look(path, &b, err)) > 0) {
		rc = wire_put_text(s->wire, WIRE_FILE, err, "%s %llu", name,
				   (unsigned long long)b.size);
		if (!rc)
			rc = blob_feed(path, &b, send_piece, s->wire, err);
	}
	free(path);
	free(own);
	return rc;
}

static int send_record(struct sender *s, const struct run *r, struct err *err)
{
	char *dir = mem_printf("runs/%s", r->id);
	struct strs names = { 0 };
	int rc = store_list(s->from, dir, is_sent, &names, err);

	for (size_t i = 0; !rc && i < names.n; i++)
		rc = send_file(s, r, names.at[i], err);
	strs_release(&names);
	free(dir);
	return rc;
}

/* The objects of K that are there: their number.  LIST has room for all. */
static size_t list_objects(struct sender *s, const struct needs *k,
			   struct offered *list, struct buf *text)
{
	size_t n = 0;

	for (size_t i = 0; i < k->n; i++) {
		const struct digest *d = &k->list[i].digest;
		char *path, hex[DIGEST_HEX + 1];
		struct stat st;

		if (i && digest_same(d, &k->list[i - 1].digest))
			continue;
		path = object_path(s->from, d);
		if (stat(path, &st) == 0 && S_ISREG(st.st_mode)) {
			list[n].digest = *d;
			list[n++].size = (uint64_t)st.st_size;
			buf_printf(text, "%s %llu %u\n", digest_hex(hex, d),
				   (unsigned long long)st.st_size,
				   st.st_mode & 0777u);
		}
		free(path);
	}
	return n;
}

static int send_object(struct sender *s, const struct offered *o,
		       struct err *err)
{
	char *path = object_path(s->from, &o->digest);
	struct blob want = { .digest = o->digest, .size = o->size };
	int rc = blob_feed(path, &want, send_piece, s->wire, err);

	free(path);
	return rc;
}

static int send_objects(struct sender *s, const struct needs *k,
			struct err *err)
{
	struct offered *list = mem_zero(k->n + 1, sizeof *list);
	struct buf text = { 0 }, wanted = { 0 };
	size_t n = list_objects(s, k, list, &text);
	int rc = wire_put(s->wire, WIRE_OBJECTS, buf_text(&text), text.len,
			  err);

	if (!rc)
		rc = get_wanted(s, n, &wanted, err);
	for (size_t i = 0; !rc && i < n; i++)
		if (wanted.data[i] == '1')
			rc = send_object(s, &list[i], err);
	buf_release(&wanted);
	buf_release(&text);
	free(list);
	return rc;
}

static int send_whole(struct sender *s, const struct run *r, struct err *err)
{
	struct needs k = { .store = s->from };
	struct buf note = { 0 };
	int rc = 0;

	needs_add_run(&k, r->id);
	needs_sort(&k);
	if (k.broken.n)
		rc = err_data(err, "run %s cannot be copied: %s", r->id,
			      k.broken.at[0]);
	if (!rc)
		rc = run_note_read(&note, s->from, r->id, err);
	buf_release(&note);
	if (!rc)
		rc = wire_put_text(s->wire, WIRE_RUN, err, "%s", r->id);
	if (!rc)
		rc = send_record(s, r, err);
	if (!rc)
		rc = send_objects(s, &k, err);
	needs_release(&k);
	return rc;
}

/* Nothing of the run is removed meanwhile.  The receiver answers when it has
 * it. */
static int send_run(struct sender *s, const char *id, struct err *err)
{
	int lock = store_lock_share(s->from);
	struct buf done = { 0 };
	struct run r;
	int rc = run_read(&r, s->from, id, err);

	if (!rc) {
		rc = r.end ? send_whole(s, &r, err) :
			     err_data(err, "run %s was resumed meanwhile", id);
		run_release(&r);
	}
	if (!rc)
		rc = wire_want(s->wire, WIRE_END, &done, 0, err);
	buf_release(&done);
	store_lock_drop(lock);
	return rc;
}

static int send_tags(struct sender *s, struct err *err)
{
	struct strs tags = { 0 };
	int rc = tag_check_lost(s->from, &s->ids, err);

	if (!rc)
		rc = tag_list(s->from, &tags, err);
	for (size_t i = 0; !rc && i < tags.n; i++) {
		char *id = NULL;

		rc = tag_get(s->from, tags.at[i], &id, err) < 0 ? -1 : 0;
		if (id && strs_find(&s->ids, id) >= 0)
			rc = tag_check(s->from, tags.at[i], id, err);
		if (!rc && id && strs_find(&s->ids, id) >= 0)
			rc = wire_put_text(s->wire, WIRE_TAG, err, "%s %s",
					   tags.at[i], id);
		free(id);
	}
	strs_release(&tags);
	return rc;
}

/* Tells the receiver that this is all, and learns what it counted. */
static int end(struct sender *s, struct transfer *t, struct err *err)
{
	struct buf counts = { 0 };
	uint64_t n[5] = { 0 };
	int rc = wire_put_text(s->wire, WIRE_END, err, " %zu", s->unfinished);

	if (!rc)
		rc = wire_want(s->wire, WIRE_END, &counts, WIRE_LINE, err);
	if (!rc)
		rc = wire_numbers(counts.data, n, 5, err);
	t->runs = n[0];
	t->same = n[1];
	t->objects = n[2];
	t->bytes = n[3];
	t->elsewhere = n[4];
	t->unfinished = s->unfinished;
	buf_release(&counts);
	return rc;
}

int sender_run(struct wire *w, struct transfer *t, const struct store *from,
	       int n, char **name, struct err *err)
{
	struct sender s = { .wire = w, .from = from };
	struct buf wanted = { 0 };
	int rc = send_runs(&s, n, name, err);

	if (!rc)
		rc = get_wanted(&s, s.ids.n, &wanted, err);
	for (size_t i = 0; !rc && i < s.ids.n; i++)
		if (wanted.data[i] == '1')
			rc = send_run(&s, s.ids.at[i], err);
	if (!rc)
		rc = send_tags(&s, err);
	if (!rc)
		rc = end(&s, t, err);
	buf_release(&wanted);
	strs_release(&s.ids);
	return rc;
}
