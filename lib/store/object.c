/*
 * object.c - see object.h.
 *
 * The digest is that of the bytes that were stored, not of a file that may
 * have changed meanwhile.  An object is complete and synced before it gets its
 * name.  If two processes write the same object, the store has it once.
 */
#include "store/object.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/thread_pool.h"
#include "store/durable.h"

#define CHUNK ((size_t)1 << 20)
#define MAX_OBJECT ((size_t)1 << 34)

enum { SHARDS = 256, FEW = 512 }; /* directories; objects for one thread */

char *object_path(const struct store *s, const struct digest *id)
{
	char hex[DIGEST_HEX + 1];

	digest_hex(hex, id);
	return mem_printf("%s/objects/%.2s/%s", s->path, hex, hex + 2);
}

char *object_name(const struct digest *id)
{
	char hex[DIGEST_HEX + 1];

	digest_hex(hex, id);
	return mem_printf("objects/%.2s/%s", hex, hex + 2);
}

/* Makes a file in tmp/.  Returns its descriptor; the caller frees NAME. */
static int temp_file(const struct store *s, char **name, struct err *err)
{
	char *dir = store_join(s, "tmp");
	int fd = durable_temp(dir, name, err);

	free(dir);
	return fd;
}

static int sync_shard(const char *object, struct err *err)
{
	char *dir = mem_strn(object, (size_t)(strrchr(object, '/') - object));
	int rc = durable_sync_dir(dir, err);

	free(dir);
	return rc;
}

/* Hashes the rest of FROM and, unless TO is negative, copies it to TO. */
static int copy(int from, int to, const char *path, struct digest *id,
		uint64_t *size, struct err *err)
{
	char *piece = mem_alloc(CHUNK);
	struct hash *h = digest_new();
	int rc = 0;

	*size = 0;
	while (!rc) {
		ssize_t got = read(from, piece, CHUNK);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			rc = err_sys(err, "cannot read '%s'", path);
		if (got <= 0)
			break;
		digest_add(h, piece, (size_t)got);
		*size += (uint64_t)got;
		if (to >= 0)
			rc = durable_add(to, piece, (size_t)got, path, err);
	}
	digest_end(h, id);
	free(piece);
	return rc;
}

/* Makes the directory of an object and syncs its parent.  The directory gets
 * the mode of `objects`, so that a shared store stays shared whatever the umask
 * is. */
static int make_shard(const struct store *s, const char *object,
		      struct err *err)
{
	char *dir = mem_strn(object, (size_t)(strrchr(object, '/') - object));
	char *parent = store_join(s, "objects");
	struct stat st;
	int rc = 0;

	if (mkdir(dir, 0777) == 0) {
		if (stat(parent, &st) == 0)
			chmod(dir, st.st_mode & 07777);
		rc = durable_sync_dir(parent, err);
	} else if (errno != EEXIST) {
		rc = err_sys(err, "cannot make directory '%s'", dir);
	}
	free(parent);
	free(dir);
	return rc;
}

/* Returns 1 if the object ID exists and its bytes have that digest.  Also syncs
 * it, since another process may have made it a moment ago. */
static int is_good(const struct store *s, const struct digest *id, int later)
{
	char *path = object_path(s, id);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	struct err ignored = { 0 };
	struct digest is;
	struct stat st;
	uint64_t size;
	int good;

	free(path);
	if (fd < 0)
		return 0;
	good = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	       copy(fd, -1, "", &is, &size, &ignored) == 0 &&
	       digest_same(&is, id) && (later || fsync(fd) == 0);
	close(fd);
	return good;
}

static pthread_mutex_t healed_lock = PTHREAD_MUTEX_INITIALIZER;
static struct messages healed;

static void note_healed(const struct digest *id)
{
	char hex[DIGEST_HEX + 1];

	pthread_mutex_lock(&healed_lock);
	messages_warn(&healed,
		      "object %s in the store was damaged and has been "
		      "replaced by a good copy; 'xp-log fsck' looks for more "
		      "damage",
		      digest_hex(hex, id));
	pthread_mutex_unlock(&healed_lock);
}

void object_healed(struct messages *to)
{
	pthread_mutex_lock(&healed_lock);
	messages_move(to, &healed);
	pthread_mutex_unlock(&healed_lock);
}

/* Renames TEMP to the object's name.  If a damaged object has the name, this
 * replaces it. */
static int land(const struct store *s, const char *temp,
		const struct digest *id, int later, struct err *err)
{
	char *path = object_path(s, id);
	int rc = make_shard(s, path, err);

	if (!rc && link(temp, path) < 0 &&
	    !(errno == EEXIST && is_good(s, id, later))) {
		if (rename(temp, path) < 0)
			rc = err_sys(err, "cannot write '%s'", path);
		else
			note_healed(id);
	}
	unlink(temp);
	if (!rc && !later)
		rc = sync_shard(path, err);
	free(path);
	return rc;
}

/* Makes the open file TEMP durable and gives it the permissions of MODE. */
static int settle(int fd, const char *temp, mode_t mode, int later,
		  struct err *err)
{
	if (fchmod(fd, (mode & 0444) | 0400) < 0 || (!later && fsync(fd) < 0))
		return err_sys(err, "cannot write '%s'", temp);
	return 0;
}

static int mode_of(const char *path, mode_t *mode, struct err *err)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return err_sys(err, "cannot read '%s'", path);
	*mode = st.st_mode;
	return 0;
}

/* FROM is the file that was read, whose mode the object gets, or NULL: the mode
 * depends on the umask. */
static int put(const struct store *s, const void *data, size_t n,
	       const char *from, struct digest *id, struct err *err)
{
	mode_t mode = 0;
	char *temp;
	int fd, rc;

	digest_of(id, data, n);
	if (is_good(s, id, 0))
		return 0;
	if ((fd = temp_file(s, &temp, err)) < 0)
		return -1;
	rc = durable_add(fd, data, n, temp, err);
	if (!rc && from)
		rc = mode_of(from, &mode, err);
	else if (!rc)
		rc = mode_of(temp, &mode, err);
	if (!rc)
		rc = settle(fd, temp, mode, 0, err);
	close(fd);
	if (!rc)
		rc = land(s, temp, id, 0, err);
	else
		unlink(temp);
	free(temp);
	return rc;
}

int object_put(const struct store *s, const void *data, size_t n,
	       struct digest *id, struct err *err)
{
	return put(s, data, n, NULL, id, err);
}

int object_put_content(const struct store *s, const void *data, size_t n,
		       const char *path, struct digest *id, struct err *err)
{
	return put(s, data, n, path, id, err);
}

/* A clone costs no time and no space.  The clone is hashed, not the file, since
 * the file may change meanwhile. */
static int clone_or_copy(int from, int to, const char *path, struct digest *id,
			 uint64_t *size, struct err *err)
{
	if (ioctl(to, FICLONE, from) == 0)
		return copy(to, -1, path, id, size, err);
	return copy(from, to, path, id, size, err);
}

static int changed(const char *path, struct err *err)
{
	return err_data(err, "'%s' has changed since it was read", path);
}

static int open_source(const char *path, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		err_sys(err, "cannot open '%s'", path);
	return fd;
}

/* LATER: the object need not be durable before object_sync. */
static int put_file(const struct store *s, const char *path,
		    const struct digest *expect, int later, struct digest *id,
		    struct err *err)
{
	struct stat st = { 0 };
	uint64_t size;
	char *temp;
	int from, to, rc;

	if (expect && is_good(s, expect, later)) {
		*id = *expect;
		return 0;
	}
	if ((from = open_source(path, err)) < 0)
		return -1;
	if ((to = temp_file(s, &temp, err)) < 0) {
		close(from);
		return -1;
	}
	rc = clone_or_copy(from, to, path, id, &size, err);
	if (!rc && expect && !digest_same(id, expect))
		rc = changed(path, err);
	if (!rc && !is_good(s, id, later)) {
		fstat(from, &st);
		rc = settle(to, temp, st.st_mode, later, err);
		if (!rc)
			rc = land(s, temp, id, later, err);
	}
	unlink(temp);
	close(to);
	close(from);
	free(temp);
	return rc;
}

int object_put_file(const struct store *s, const char *path,
		    const struct digest *expect, struct digest *id,
		    struct err *err)
{
	return put_file(s, path, expect, 0, id, err);
}

int object_put_later(const struct store *s, const char *path,
		     const struct digest *expect, struct err *err)
{
	struct digest id;

	return put_file(s, path, expect, 1, &id, err);
}

int object_begin(struct object_new *o, const struct store *s, struct err *err)
{
	o->hash = NULL;
	o->fd = temp_file(s, &o->temp, err);
	if (o->fd < 0)
		return -1;
	o->hash = digest_new();
	return 0;
}

int object_add(struct object_new *o, const void *data, size_t n,
	       struct err *err)
{
	digest_add(o->hash, data, n);
	return durable_add(o->fd, data, n, o->temp, err);
}

int object_end(struct object_new *o, const struct store *s,
	       const struct digest *expect, mode_t mode, struct err *err)
{
	char hex[DIGEST_HEX + 1];
	struct digest is;
	int rc = 0;

	digest_end(o->hash, &is);
	o->hash = NULL;
	if (!digest_same(&is, expect))
		rc = err_data(err,
			      "what was sent as object %s has another content",
			      digest_hex(hex, expect));
	if (!rc)
		rc = settle(o->fd, o->temp, mode, 1, err);
	if (!rc)
		rc = land(s, o->temp, expect, 1, err);
	object_drop(o);
	return rc;
}

void object_drop(struct object_new *o)
{
	if (o->fd < 0)
		return;
	if (o->hash)
		digest_end(o->hash, NULL);
	unlink(o->temp);
	close(o->fd);
	free(o->temp);
	*o = (struct object_new){ .fd = -1 };
}

int object_sync(const struct store *s, struct err *err)
{
	char *path = store_join(s, "objects");
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int rc = fd < 0 || syncfs(fd) < 0 ?
			 err_sys(err, "cannot sync '%s'", path) :
			 0;

	if (fd >= 0)
		close(fd);
	free(path);
	return rc;
}

int object_adopt(const struct store *s, const char *path, struct digest *id,
		 struct err *err)
{
	int fd = open_source(path, err), rc;
	char *object;
	struct stat st;
	uint64_t size;

	if (fd < 0)
		return -1;
	rc = copy(fd, -1, path, id, &size, err);
	if (rc || is_good(s, id, 0)) {
		close(fd);
		return rc;
	}
	object = object_path(s, id);
	rc = fstat(fd, &st) < 0 ? err_sys(err, "cannot read '%s'", path) :
				  settle(fd, path, st.st_mode, 0, err);
	close(fd);
	if (!rc)
		rc = make_shard(s, object, err);
	if (!rc && link(path, object) == 0)
		rc = sync_shard(object, err);
	else if (!rc)
		rc = object_put_file(s, path, id, id, err);
	free(object);
	return rc;
}

int object_has(const struct store *s, const struct digest *id)
{
	char *path = object_path(s, id);
	struct stat st;
	int yes = stat(path, &st) == 0 && S_ISREG(st.st_mode);

	free(path);
	return yes;
}

/* Many objects that are looked for: those of shard K are IDS[ORDER[i]] with i
 * from START[K] to START[K + 1] - 1. */
struct object_search {
	const struct digest **ids;
	size_t *order, start[SHARDS + 1];
	int objects; /* descriptor of the directory */
};

static int by_digest(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct digest));
}

/* Reads the names in the directory D of shard K, at most MOST.  Returns how
 * many, or MOST + 1 if there are more, or if D does not tell what is a file. */
static size_t read_names(DIR *d, size_t k, struct digest *list, size_t most)
{
	struct digest id = { { 0 } };
	char hex[DIGEST_HEX + 1];
	struct dirent *e;
	size_t n = 0;

	digest_hex(hex, &id);
	while ((e = readdir(d))) {
		if (n == most || e->d_type == DT_UNKNOWN)
			return most + 1;
		if (strlen(e->d_name) != DIGEST_HEX - 2 || e->d_type != DT_REG)
			continue;
		memcpy(hex + 2, e->d_name, DIGEST_HEX - 1);
		if (digest_parse(&list[n], hex) == 0)
			list[n++].byte[0] = (unsigned char)k;
	}
	return n;
}

/* Looks for many objects of shard K.  Its directory DIR is read, which is much
 * faster than to ask for each name.  Returns 0 if it is too long for that. */
static int read_shard(const struct object_search *w, size_t k, int dir)
{
	size_t wanted = w->start[k + 1] - w->start[k], most = 4 * wanted;
	DIR *d = wanted < 16 ? NULL : fdopendir(dup(dir));
	struct digest *list;
	size_t n;

	if (!d)
		return 0;
	list = mem_alloc(most * sizeof *list);
	n = read_names(d, k, list, most);
	closedir(d);
	if (n <= most) {
		qsort(list, n, sizeof *list, by_digest);
		for (size_t i = w->start[k]; i < w->start[k + 1]; i++) {
			const struct digest **id = &w->ids[w->order[i]];

			*id = bsearch(*id, list, n, sizeof *list, by_digest) ?
				      *id :
				      NULL;
		}
	}
	free(list);
	return n <= most;
}

static void look_in_shards(void *arg, size_t from, size_t end)
{
	const struct object_search *w = arg;

	for (size_t k = from; k < end; k++) {
		char name[3], hex[DIGEST_HEX + 1];
		size_t i = w->start[k];
		struct stat st;
		int dir;

		snprintf(name, sizeof name, "%02x", (unsigned char)k);
		dir = i < w->start[k + 1] ?
			      openat(w->objects, name,
				     O_RDONLY | O_DIRECTORY | O_CLOEXEC) :
			      -1;
		if (dir >= 0 && read_shard(w, k, dir))
			i = w->start[k + 1];
		for (; i < w->start[k + 1]; i++) {
			const struct digest **id = &w->ids[w->order[i]];

			if (dir < 0 ||
			    fstatat(dir, digest_hex(hex, *id) + 2, &st, 0) ||
			    !S_ISREG(st.st_mode))
				*id = NULL;
		}
		if (dir >= 0)
			close(dir);
	}
}

void object_drop_absent(const struct store *s, const struct digest **ids,
			size_t n)
{
	struct object_search w = {
		.ids = ids, .order = mem_alloc((n + 1) * sizeof *w.order)
	};
	size_t next[SHARDS + 1] = { 0 };
	char *path = store_join(s, "objects");

	for (size_t i = 0; i < n; i++)
		if (ids[i])
			w.start[ids[i]->byte[0] + 1]++;
	for (size_t k = 0; k < SHARDS; k++)
		w.start[k + 1] += w.start[k];
	memcpy(next, w.start, sizeof next);
	for (size_t i = 0; i < n; i++)
		if (ids[i])
			w.order[next[ids[i]->byte[0]]++] = i;
	w.objects = open(path, O_PATH | O_CLOEXEC);
	thread_pool_ranges(SHARDS, n < FEW ? SHARDS : 16, look_in_shards, &w);
	if (w.objects >= 0)
		close(w.objects);
	free(path);
	free(w.order);
}

static int damaged(const char *path, struct err *err)
{
	return err_data(err,
			"'%s' is damaged: its SHA-256 does not match its name",
			path);
}

int object_get(const struct store *s, const struct digest *id, struct buf *to,
	       struct err *err)
{
	char *path = object_path(s, id), hex[DIGEST_HEX + 1];
	struct digest is;
	int rc = durable_read(to, path, MAX_OBJECT, err);

	if (rc == 0) {
		rc = err_data(err, "the store does not have the object %s",
			      digest_hex(hex, id));
	} else if (rc == 1) {
		digest_of(&is, to->data, to->len);
		rc = digest_same(&is, id) ? 0 : damaged(path, err);
	}
	free(path);
	return rc;
}
