/* file.c - inputs, and what the watcher is told.  See file.h. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

/* A file that was opened, by its path as written. */
struct seen {
	char *path;
	dev_t dev;
	ino_t ino;
	off_t size;
	struct timespec mtime;
	struct digest digest;
	int hashed, told;
};

static struct {
	pthread_mutex_t lock;
	file_watch_fn *fn;
	void *arg;
	void *seen;		/* tsearch tree of struct seen */
	const void *stdin_data;
	size_t stdin_len;
} files = { .lock = PTHREAD_MUTEX_INITIALIZER };

void file_watch(file_watch_fn *fn, void *arg)
{
	files.fn = fn;
	files.arg = arg;
}

void file_stdin_from(const void *data, size_t n)
{
	files.stdin_data = data;
	files.stdin_len = n;
}

/* The watcher is told of one file at a time. */
static int tell(const struct file_note *note, struct err *err)
{
	const char *name = file_own_name(note->path);
	struct file_note own = *note;
	int rc = 0;

	if (name) {
		if (!note->output)
			return 0;
		own.path = name;
		note = &own;
	}
	pthread_mutex_lock(&files.lock);
	if (files.fn)
		rc = files.fn(files.arg, note, err);
	pthread_mutex_unlock(&files.lock);
	return rc;
}

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
	return (ssize_t)done;
}

static int hash_input(const struct in *in, struct digest *to,
		      struct err *err)
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

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct seen *)a)->path,
		      ((const struct seen *)b)->path);
}

/* What is known of PATH, made on first sight.  Never moves or goes. */
static struct seen *look_up(const char *path, const struct stat *st)
{
	struct seen key = { .path = (char *)(uintptr_t)path }, *s, **node;

	pthread_mutex_lock(&files.lock);
	node = tfind(&key, &files.seen, by_path);
	if (!node) {
		s = mem_zero(1, sizeof(*s));
		s->path = mem_str(path);
		s->dev = st->st_dev;
		s->ino = st->st_ino;
		s->size = st->st_size;
		s->mtime = st->st_mtim;
		node = tsearch(s, &files.seen, by_path);
	}
	s = *node;
	pthread_mutex_unlock(&files.lock);
	return s;
}

static int is_unchanged(const struct seen *s, const struct stat *st)
{
	return s->dev == st->st_dev && s->ino == st->st_ino &&
	       s->size == st->st_size &&
	       s->mtime.tv_sec == st->st_mtim.tv_sec &&
	       s->mtime.tv_nsec == st->st_mtim.tv_nsec;
}

/* Digest of an open input, worked out once. */
static int digest_input(const struct in *in, struct seen *s,
			struct digest *to, struct err *err)
{
	struct digest d;
	int known;

	pthread_mutex_lock(&files.lock);
	if ((known = s->hashed))
		*to = s->digest;
	pthread_mutex_unlock(&files.lock);
	if (known)
		return 0;
	if (hash_input(in, &d, err) < 0)
		return -1;
	pthread_mutex_lock(&files.lock);
	s->digest = *to = d;
	s->hashed = 1;
	pthread_mutex_unlock(&files.lock);
	return 0;
}

static int tell_input(const struct in *in, struct seen *s,
		      enum file_kind kind, struct err *err)
{
	struct file_note note = { .kind = kind, .path = in->path,
				  .size = in->size };
	char *at;
	int rc, told;

	pthread_mutex_lock(&files.lock);
	told = s->told || !files.fn;
	s->told = 1;
	pthread_mutex_unlock(&files.lock);
	if (told)
		return 0;
	if (digest_input(in, s, &note.digest, err) < 0)
		return -1;
	note.at = at = file_resolve(in->path);
	rc = tell(&note, err);
	free(at);
	return rc;
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
	return is_unchanged(look_up(in->path, &st), &st) ? 0 :
	       changed(in->path, err);
}

static int open_seekable(struct in *in, const char *path, struct seen **s,
			 struct err *err)
{
	struct stat st;

	memset(in, 0, sizeof(*in));
	/* A pipe that nobody writes to must not make us wait. */
	in->fd = file_open_input(path, O_NONBLOCK, &st, err);
	if (in->fd < 0)
		return -1;
	in->open = 1;
	in->path = mem_str(path);
	in->size = (uint64_t)st.st_size;
	*s = look_up(path, &st);
	if (!S_ISREG(st.st_mode))
		err_data(err, "cannot read '%s': not a regular file", path);
	else if (!is_unchanged(*s, &st))
		changed(path, err);
	else
		return 0;
	in_close(in);
	return -1;
}

int in_open(struct in *in, const char *path, enum file_kind kind,
	    struct err *err)
{
	struct seen *s;

	if (open_seekable(in, path, &s, err) < 0)
		return -1;
	if (tell_input(in, s, kind, err) == 0)
		return 0;
	in_close(in);
	return -1;
}

void in_close(struct in *in)
{
	if (in->open)
		close(in->fd);
	free(in->path);
	memset(in, 0, sizeof(*in));
}

int file_digest(struct digest *to, const char *path, struct err *err)
{
	struct seen *s;
	struct in in;
	int rc;

	if (open_seekable(&in, path, &s, err) < 0)
		return -1;
	rc = digest_input(&in, s, to, err);
	in_close(&in);
	return rc;
}

static int too_large(const char *path, size_t max, struct err *err)
{
	return err_data(err, "'%s' is too large: more than %zu bytes",
			path, max);
}

static int slurp_fd(struct buf *to, int fd, const char *path, size_t max,
		    struct err *err)
{
	enum { CHUNK = 1 << 16 };
	ssize_t n;

	for (;;) {
		buf_reserve(to, CHUNK);
		n = read(fd, to->data + to->len, CHUNK);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_sys(err, "cannot read '%s'", path);
		if (!n)
			break;
		to->len += (size_t)n;
		to->data[to->len] = '\0';
		if (to->len > max)
			return too_large(path, max, err);
	}
	return 0;
}

static int slurp_stdin(struct buf *to, size_t max, struct err *err)
{
	if (files.stdin_data) {
		buf_add(to, files.stdin_data, files.stdin_len);
		return to->len > max ? too_large("-", max, err) : 0;
	}
	if (isatty(STDIN_FILENO))
		return err_usage(err, "nothing to read: name a file, or pipe "
				 "one in");
	return slurp_fd(to, STDIN_FILENO, "standard input", max, err);
}

int file_slurp(struct buf *to, const char *path, size_t max,
	       struct err *err)
{
	struct file_note note = { .path = path, .data = to };
	char *at = NULL;
	struct stat st;
	int fd, rc;

	buf_clear(to);
	if (!strcmp(path, "-")) {
		rc = slurp_stdin(to, max, err);
	} else {
		if ((fd = file_open_input(path, 0, &st, err)) < 0)
			return -1;
		rc = slurp_fd(to, fd, path, max, err);
		close(fd);
		if (S_ISREG(st.st_mode))
			note.at = at = file_resolve(path);
	}
	if (!rc && files.fn) {
		note.size = to->len;
		digest_of(&note.digest, buf_text(to), to->len);
		rc = tell(&note, err);
	}
	free(at);
	return rc;
}

/* PATH is new by our own hand: what was known of it is void, and reading
 * it back does not make it an input. */
static int see_again(const char *path, struct in *in, struct err *err)
{
	struct stat st;
	struct seen *s;

	memset(in, 0, sizeof(*in));
	if ((in->fd = file_open_input(path, 0, &st, err)) < 0)
		return -1;
	in->open = 1;
	in->path = mem_str(path);
	in->size = (uint64_t)st.st_size;
	s = look_up(path, &st);
	pthread_mutex_lock(&files.lock);
	s->dev = st.st_dev;
	s->ino = st.st_ino;
	s->size = st.st_size;
	s->mtime = st.st_mtim;
	s->hashed = 0;
	s->told = 1;
	pthread_mutex_unlock(&files.lock);
	return 0;
}

static int tell_written(const char *path, enum file_kind kind,
			struct err *err)
{
	struct file_note note = { .output = 1, .kind = kind, .path = path };
	struct in in;
	char *at;
	int rc;

	if (see_again(path, &in, err) < 0)
		return -1;
	note.size = in.size;
	note.at = at = file_resolve(path);
	rc = files.fn ? hash_input(&in, &note.digest, err) : 0;
	if (!rc)
		rc = tell(&note, err);
	free(at);
	in_close(&in);
	return rc;
}

int file_tell(const char *path, int output, enum file_kind kind,
	      struct err *err)
{
	struct in in;

	if (output)
		return tell_written(path, kind, err);
	if (!files.fn)
		return 0;
	if (in_open(&in, path, kind, err) < 0)
		return -1;
	in_close(&in);
	return 0;
}

int file_tell_stdout(const struct buf *data, struct err *err)
{
	struct file_note note = { .output = 1, .path = "-", .data = data,
				  .size = data->len };

	if (!files.fn)
		return 0;
	digest_of(&note.digest, buf_text(data), data->len);
	return tell(&note, err);
}
