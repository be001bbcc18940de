/*
 * in.c - see in.h.
 *
 * To make sure that the bytes hashed are the bytes decoded, the file's size and
 * time must be the same before and after both.
 */
#include "file/in.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "file/file_table.h"
#include "file/hashing.h"
#include "base/mem.h"
#include "file/path.h"

/* File systems record times in steps of 1 to 10 milliseconds. */
#define TICK 20000000LL /* nanoseconds */
/* In files larger than this, the reader and the hashing thread stay near each
 * other. */
#define LARGE ((uint64_t)256 << 20)

ssize_t in_read(const struct in *in, void *to, size_t n, uint64_t offset,
		struct err *err)
{
	size_t done = 0;

	while (done < n) {
		ssize_t k = pread(in->fd, (char *)to + done, n - done,
				  (off_t)(offset + done));

		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return err_sys(err, "cannot read '%s'", in->path);
		if (!k)
			break;
		done += (size_t)k;
	}
	if (in->hashing)
		hashing_follow(in->hashing, done);
	return (ssize_t)done;
}

int in_hash(const struct in *in, struct digest *to, struct err *err)
{
	enum { CHUNK = 1 << 18 };
	char *chunk = mem_alloc(CHUNK);
	struct hash *h = digest_new();
	uint64_t at = 0;
	ssize_t n;

	while ((n = in_read(in, chunk, CHUNK, at, err)) > 0) {
		digest_add(h, chunk, (size_t)n);
		at += (uint64_t)n;
	}
	digest_end(h, to);
	free(chunk);
	return n < 0 ? -1 : 0;
}

static int changed(const char *path, struct err *err)
{
	return err_data(err, "'%s' was changed while it was in use", path);
}

int in_same(const struct in *in, struct err *err)
{
	struct stat st;

	if (fstat(in->fd, &st))
		return err_sys(err, "cannot read '%s'", in->path);
	if (file_table_is_unchanged(in->seen, &st))
		return 0;
	file_table_set_reported(in->seen);
	return changed(in->path, err);
}

int in_digest_of(const struct in *in, struct digest *to, struct err *err)
{
	if (file_table_is_pending(in->seen))
		hashing_wait();
	if (file_table_digest(in->seen, to))
		return 0;
	if (in_hash(in, to, err) < 0)
		return -1;
	file_table_set_digest(in->seen, to);
	return 0;
}

static int tell(const char *path, enum file_kind kind, uint64_t size,
		const struct digest *d, struct err *err)
{
	char *at = path_resolve(path);
	struct file_note note = {
		.kind = kind, .path = path, .at = at, .size = size, .digest = *d
	};
	int rc = file_table_check(path, d, err);

	rc = rc ? rc : watch_tell(&note, err);
	free(at);
	return rc;
}

/* Returns 1 if FD has the size and time that it had when it was opened. */
static int still_as_opened(int fd, uint64_t size, const struct timespec *mtime)
{
	struct stat st;

	return fstat(fd, &st) == 0 && (uint64_t)st.st_size == size &&
	       st.st_mtim.tv_sec == mtime->tv_sec &&
	       st.st_mtim.tv_nsec == mtime->tv_nsec;
}

/* Whether the digest of the image is known, by this process or by an earlier
 * one that found the file as it is; ST describes it. */
static int is_known(const struct in *in, struct stat *st, struct digest *d)
{
	if (fstat(in->fd, st) < 0)
		memset(st, 0, sizeof *st);
	if (file_table_digest(in->seen, d))
		return 1;
	if (!file_table_is_unchanged(in->seen, st) || !watch_find(st, d))
		return 0;
	file_table_set_digest(in->seen, d);
	return 1;
}

/* What another program reads may be an image, too, which is not hashed again.
 */
static int tell_now(const struct in *in, struct err *err)
{
	int is_image = in->kind == FILE_IMAGE;
	struct digest d;
	struct stat st;

	if (!watch_is_on() || !file_table_claim(in->seen))
		return 0;
	if (!is_image || !is_known(in, &st, &d)) {
		if (in_digest_of(in, &d, err) < 0)
			return -1;
		if (is_image && still_as_opened(in->fd, in->size, &in->mtime))
			watch_add(&st, &d);
	}
	return tell(in->path, in->kind, in->size, &d, err);
}

static int open_seekable(struct in *in, const char *path, enum file_kind kind,
			 struct err *err)
{
	struct stat st;

	*in = (struct in){ .kind = kind };
	/* O_NONBLOCK: do not wait at a pipe that nobody writes to. */
	in->fd = path_open_input(path, O_NONBLOCK, &st, err);
	if (in->fd < 0)
		return -1;
	in->open = 1;
	in->path = mem_str(path);
	in->size = (uint64_t)st.st_size;
	in->mtime = st.st_mtim;
	in->dev = st.st_dev;
	in->ino = st.st_ino;
	in->seen = file_table_look_up(path, &st);
	if (!S_ISREG(st.st_mode))
		err_data(err, "cannot read '%s': not a regular file", path);
	else if (!file_table_is_unchanged(in->seen, &st))
		changed(path, err);
	else
		return 0;
	in_close(in);
	return -1;
}

/* If a file was written just now, another write may leave its time unchanged.
 * Waits until another write would change it. */
static void let_tick(const struct in *in)
{
	struct timespec now;
	long long age;

	clock_gettime(CLOCK_REALTIME, &now);
	age = (long long)(now.tv_sec - in->mtime.tv_sec) * 1000000000 +
	      now.tv_nsec - in->mtime.tv_nsec;
	if (age >= 0 && age < TICK)
		nanosleep(&(struct timespec){ .tv_nsec = TICK - age }, NULL);
}

int in_open(struct in *in, const char *path, enum file_kind kind,
	    struct err *err)
{
	int rc;

	if (open_seekable(in, path, kind, err) < 0)
		return -1;
	if (kind != FILE_IMAGE) {
		rc = tell_now(in, err);
	} else {
		rc = file_table_trouble(err);
		if (watch_is_on()) {
			in->seen->due = 1;
			let_tick(in);
		}
	}
	if (rc < 0)
		in_close(in);
	return rc;
}

int in_wake(struct in *in)
{
	char *at = path_resolve(in->path);
	struct err trouble;
	struct stat st;
	int same;

	same = !stat(at, &st) && st.st_dev == in->dev && st.st_ino == in->ino &&
	       file_table_is_unchanged(in->seen, &st);
	free(at);
	if (!same || file_table_trouble(&trouble) < 0)
		return 0;
	in->seen->due |= watch_is_on();
	return 1;
}

int in_again(struct in *to, const struct in *from)
{
	*to = (struct in){
		.fd = fcntl(from->fd, F_DUPFD_CLOEXEC, 3),
		.open = 1,
		.kind = from->kind,
		.path = mem_str(from->path),
		.size = from->size,
		.mtime = from->mtime,
		.dev = from->dev,
		.ino = from->ino,
		.seen = from->seen,
	};
	if (to->fd >= 0 && in_wake(to))
		return 1;
	if (to->fd >= 0)
		close(to->fd);
	free(to->path);
	*to = (struct in){ 0 };
	return 0;
}

struct streamed { /* what a hashing thread needs to know */
	struct file_table_entry *seen;
	struct stat before;
	uint64_t size;
	struct timespec mtime;
};

static void hashed(void *arg, int fd, const struct digest *d,
		   const struct err *failure)
{
	struct streamed *f = arg;
	struct file_table_entry *s = f->seen;
	struct err err = *failure;

	if (!err.kind && !still_as_opened(fd, f->size, &f->mtime))
		changed(s->path, &err);
	file_table_set_digest(s, err.kind ? NULL : d);
	if (!err.kind)
		watch_add(&f->before, d);
	if (!err.kind)
		tell(s->path, FILE_IMAGE, f->size, d, &err);
	if (err.kind)
		file_table_note_trouble(&err);
	free(f);
}

/* Hashes the file on another thread, or on this one if the system gives no
 * second descriptor. */
static void hash_beside(struct in *in, const struct stat *before)
{
	int fd = fcntl(in->fd, F_DUPFD_CLOEXEC, 3);
	struct streamed *f;

	f = mem_alloc(sizeof(*f));
	*f = (struct streamed){ in->seen, *before, in->size, in->mtime };
	if (fd < 0) {
		struct err err = { 0 };
		struct digest d;

		in_hash(in, &d, &err);
		hashed(f, in->fd, &d, &err);
		return;
	}
	file_table_set_pending(in->seen);
	hashing_add(fd, in->path, hashed, f, in->size > LARGE, &in->hashing);
}

void in_stream(struct in *in)
{
	struct err err = { 0 };
	struct stat st;
	struct digest d;

	if (in->streamed || in->kind != FILE_IMAGE)
		return;
	in->streamed = 1;
	if (!watch_is_on() || !file_table_claim(in->seen))
		return;
	if (!is_known(in, &st, &d))
		hash_beside(in, &st);
	else if (tell(in->path, in->kind, in->size, &d, &err) < 0)
		file_table_note_trouble(&err);
}

int in_rest(struct in *in)
{
	if (in->hashing)
		hashing_leave(in->hashing);
	in->hashing = NULL;
	if (in->streamed && !still_as_opened(in->fd, in->size, &in->mtime))
		return 0;
	in->streamed = 0;
	return 1;
}

void in_close(struct in *in)
{
	struct err err = { 0 };

	if (in->open && !in_rest(in) && !file_table_is_reported(in->seen)) {
		changed(in->path, &err);
		file_table_note_trouble(&err);
	}
	if (in->open)
		close(in->fd);
	free(in->path);
	*in = (struct in){ 0 };
}

/* Tells the watcher of the image S, which has not changed since its digest was
 * found.  Returns 0 if that is not so. */
static int tell_known(struct file_table_entry *s)
{
	char *at = path_resolve(s->path);
	struct err err = { 0 };
	struct digest d;
	struct stat st;
	int known = file_table_digest(s, &d) && !stat(at, &st) &&
		    file_table_is_unchanged(s, &st);

	free(at);
	if (known && file_table_claim(s) &&
	    tell(s->path, FILE_IMAGE, (uint64_t)st.st_size, &d, &err) < 0)
		file_table_note_trouble(&err);
	return known;
}

/* Hashes the images of which only headers were read. */
static void stream_rest(void)
{
	struct err err = { 0 };
	struct in in;

	for (struct file_table_entry *s = file_table_first(); s; s = s->next) {
		if (!s->due || s->told || tell_known(s))
			continue;
		if (open_seekable(&in, s->path, FILE_IMAGE, &err) < 0) {
			file_table_note_trouble(&err);
			return;
		}
		in_stream(&in);
		in_close(&in);
	}
}

int in_settle(int all, struct err *err)
{
	if (all && watch_is_on())
		stream_rest();
	hashing_wait();
	return file_table_trouble(err);
}

int in_digest(struct digest *to, const char *path, struct err *err)
{
	struct in in;
	int rc;

	if (open_seekable(&in, path, FILE_PLAIN, err) < 0)
		return -1;
	rc = in_digest_of(&in, to, err);
	in_close(&in);
	return rc;
}

int in_tell(const char *path, enum file_kind kind, struct err *err)
{
	struct in in;
	int rc;

	if (open_seekable(&in, path, kind, err) < 0)
		return -1;
	rc = tell_now(&in, err);
	in_close(&in);
	return rc;
}

int in_written(struct in *in, const char *path, struct err *err)
{
	struct stat st;

	*in = (struct in){ 0 };
	if ((in->fd = path_open_input(path, 0, &st, err)) < 0)
		return -1;
	in->open = 1;
	in->path = mem_str(path);
	in->size = (uint64_t)st.st_size;
	in->seen = file_table_look_up(path, &st);
	file_table_anew(in->seen, &st);
	return 0;
}
