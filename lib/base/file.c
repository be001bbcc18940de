/* file.c - whole inputs, and what the watcher is told.  See file.h. */
#include "base/file.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hashing.h"
#include "base/seen.h"
#include "base/watch.h"

static struct {
	pthread_mutex_t lock;
	file_watch_fn *fn;
	void *arg;
	const void *stdin_data;
	size_t stdin_len;
} files = { .lock = PTHREAD_MUTEX_INITIALIZER };

void file_watch(file_watch_fn *fn, void *arg)
{
	hashing_stop();
	seen_forget();
	files.fn = fn;
	files.arg = arg;
}

int watch_is_on(void)
{
	return files.fn != NULL;
}

void file_stdin_from(const void *data, size_t n)
{
	files.stdin_data = data;
	files.stdin_len = n;
}

int watch_tell(const struct file_note *note, struct err *err)
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
		rc = watch_tell(&note, err);
	}
	free(at);
	return rc;
}

static int tell_written(const char *path, enum file_kind kind,
			struct err *err)
{
	struct file_note note = { .output = 1, .kind = kind, .path = path };
	struct in in;
	char *at;
	int rc;

	if (input_written(&in, path, err) < 0)
		return -1;
	note.size = in.size;
	note.at = at = file_resolve(path);
	rc = files.fn ? input_hash(&in, &note.digest, err) : 0;
	if (!rc)
		rc = watch_tell(&note, err);
	free(at);
	in_close(&in);
	return rc;
}

int file_tell(const char *path, int output, enum file_kind kind,
	      struct err *err)
{
	if (output)
		return tell_written(path, kind, err);
	return files.fn ? input_tell(path, kind, err) : 0;
}

int file_tell_stdout(const struct buf *data, struct err *err)
{
	struct file_note note = { .output = 1, .path = "-", .data = data,
				  .size = data->len };

	if (!files.fn)
		return 0;
	digest_of(&note.digest, buf_text(data), data->len);
	return watch_tell(&note, err);
}
