/* mend.c - see mend.h. */
#include "remote/mend.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "file/path.h"
#include "remote/receiver.h"
#include "run/run.h"
#include "run/run_id.h"
#include "store/blob.h"
#include "store/durable.h"
#include "store/object.h"
#include "store/store_lock.h"

#define OBJECTS "objects/"
#define RUNS "runs/"

/* The asking side. */

struct mended_file {
	int fd;
	const char *path;
};

static int add_piece(void *arg, const void *data, size_t n, struct err *err)
{
	const struct mended_file *f = arg;

	return durable_add(f->fd, data, n, f->path, err);
}

static int is_asked(const struct fsck_finding *p)
{
	return p->wanted && (p->kind == FSCK_OBJECT ||
			     (p->kind == FSCK_FILE &&
			      !strncmp(p->path, RUNS, strlen(RUNS))));
}

static int get_bytes(struct wire *w, uint64_t size, const char *dir,
		     const char *name, struct err *err)
{
	char *path = mem_printf("%s/%s", dir, name);
	char *parent = mem_strn(path, (size_t)(strrchr(path, '/') - path));
	struct mended_file f = { -1, path };
	int rc = path_make_dirs(parent, err);

	if (!rc)
		rc = (f.fd = durable_create(path, err)) < 0 ? -1 : 0;
	if (!rc)
		rc = wire_data(w, size, add_piece, &f, err);
	if (f.fd >= 0 && close(f.fd) && !rc)
		rc = err_sys(err, "cannot write '%s'", path);
	free(parent);
	free(path);
	return rc;
}

/* Takes the answer for the finding P. */
static int get_file(struct wire *w, const struct fsck_finding *p,
		    const char *dir, struct err *err)
{
	char hex[DIGEST_HEX + 1];
	struct buf b = { 0 };
	uint64_t size = 0;
	int type = wire_get(w, &b, WIRE_LINE, err), rc = type < 0 ? -1 : 0;

	if (!rc && type != WIRE_END && type != WIRE_FILE)
		rc = wire_nonsense("a message comes out of its turn", err);
	if (!rc && type == WIRE_FILE) {
		rc = wire_numbers(b.data, &size, 1, err);
		if (!rc && strcmp(b.data, digest_hex(hex, &p->want)) != 0)
			rc = wire_nonsense("it sends what was not asked for",
					   err);
		if (!rc)
			rc = get_bytes(w, size, dir, p->path, err);
	}
	buf_release(&b);
	return rc;
}

int mend_ask(struct wire *w, const struct fsck_report *f, const char *dir,
	     struct err *err)
{
	char hex[DIGEST_HEX + 1];
	struct buf list = { 0 };
	int rc;

	for (size_t i = 0; i < f->n; i++)
		if (is_asked(&f->list[i]))
			buf_printf(&list, "%s %s\n",
				   digest_hex(hex, &f->list[i].want),
				   f->list[i].path);
	rc = wire_put(w, WIRE_OBJECTS, buf_text(&list), list.len, err);
	for (size_t i = 0; !rc && i < f->n; i++)
		if (is_asked(&f->list[i]))
			rc = get_file(w, &f->list[i], dir, err);
	buf_release(&list);
	return rc;
}

/* The answering side. */

static int send_piece(void *arg, const void *data, size_t n, struct err *err)
{
	const char *p = data;

	for (size_t k; n; p += k, n -= k) {
		k = n < WIRE_PIECE ? n : WIRE_PIECE;
		if (wire_put(arg, WIRE_DATA, p, k, err) < 0)
			return -1;
	}
	return 0;
}

/* Returns where the file NAME with the digest D is, or NULL if the name is not
 * that of an object or of a file of a run; the caller frees it. */
static char *place_of(const struct store *s, const char *name,
		      const struct digest *d)
{
	const char *slash;
	char *id, *path = NULL;

	if (!strncmp(name, OBJECTS, strlen(OBJECTS)))
		return object_path(s, d);
	if (strncmp(name, RUNS, strlen(RUNS)))
		return NULL;
	name += strlen(RUNS);
	if (!(slash = strchr(name, '/')))
		return NULL;
	id = mem_strn(name, (size_t)(slash - name));
	if (run_id_is(id) && receiver_is_name(slash + 1))
		path = run_path(s, id, slash + 1);
	free(id);
	return path;
}

/* Sends the file NAME, if it has the digest D. */
static int send_file(struct wire *w, const struct store *s, const char *name,
		     const struct digest *d, struct err *err)
{
	char *path = place_of(s, name, d), hex[DIGEST_HEX + 1];
	struct err ignored = { 0 };
	struct blob b;
	int has = path && blob_look(path, &b, &ignored) == 1 &&
		  digest_same(&b.digest, d);
	int rc;

	if (!has)
		rc = wire_put(w, WIRE_END, "", 0, err);
	else
		rc = wire_put_text(w, WIRE_FILE, err, "%s %llu",
				   digest_hex(hex, d),
				   (unsigned long long)b.size);
	if (!rc && has)
		rc = blob_feed(path, &b, send_piece, w, err);
	free(path);
	return rc;
}

/* "DIGEST PATH" */
static int answer_line(struct wire *w, const struct store *s, char *line,
		       struct err *err)
{
	char *space = strchr(line, ' ');
	struct digest d;

	if (space)
		*space++ = '\0';
	if (!space || strlen(line) != DIGEST_HEX || digest_parse(&d, line) < 0)
		return wire_nonsense("a file has no digest", err);
	return send_file(w, s, space, &d, err);
}

/* Nothing is removed from the store meanwhile. */
int mend_answer(struct wire *w, const struct store *s, struct err *err)
{
	int lock = store_lock_share(s);
	struct buf list = { 0 };
	int rc = wire_want(w, WIRE_OBJECTS, &list, WIRE_LIST, err);
	char *line = rc ? NULL : list.data, *end;

	while (!rc && line && (end = strchr(line, '\n'))) {
		*end = '\0';
		rc = answer_line(w, s, line, err);
		line = end + 1;
	}
	buf_release(&list);
	store_lock_drop(lock);
	return rc;
}
