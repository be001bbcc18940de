/* file.c - whole inputs, and what the watcher is told.  See file.h. */
#include "file/file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file/file_table.h"
#include "file/hashing.h"
#include "file/in.h"
#include "file/path.h"

static struct {
	const void *data;
	size_t len;
} given_stdin;

void file_watch(file_watch_fn *fn, void *arg)
{
	hashing_stop();
	file_table_forget();
	watch_set(fn, arg);
}

void file_stdin_from(const void *data, size_t n)
{
	given_stdin.data = data;
	given_stdin.len = n;
}

static int too_large(const char *path, size_t max, struct err *err)
{
	return err_data(err, "'%s' is too large: more than %zu bytes", path,
			max);
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
	if (given_stdin.data) {
		buf_add(to, given_stdin.data, given_stdin.len);
		return to->len > max ? too_large("-", max, err) : 0;
	}
	if (isatty(STDIN_FILENO))
		return err_usage(err, "nothing to read: name a file, or pipe a "
				      "file in");
	return slurp_fd(to, STDIN_FILENO, "standard input", max, err);
}

int file_slurp(struct buf *to, const char *path, size_t max, struct err *err)
{
	struct file_note note = { .path = path, .data = to };
	char *at = NULL;
	struct stat st;
	int fd, rc;

	buf_clear(to);
	if (!strcmp(path, "-")) {
		rc = slurp_stdin(to, max, err);
	} else {
		if ((fd = path_open_input(path, 0, &st, err)) < 0)
			return -1;
		rc = slurp_fd(to, fd, path, max, err);
		close(fd);
		if (S_ISREG(st.st_mode))
			note.at = at = path_resolve(path);
	}
	if (!rc && watch_is_on()) {
		note.size = to->len;
		digest_of(&note.digest, buf_text(to), to->len);
		rc = watch_tell(&note, err);
	}
	free(at);
	return rc;
}

static int tell_written(const char *path, enum file_kind kind, struct err *err)
{
	struct file_note note = { .output = 1, .kind = kind, .path = path };
	struct in in;
	char *at;
	int rc;

	if (in_written(&in, path, err) < 0)
		return -1;
	note.size = in.size;
	note.at = at = path_resolve(path);
	rc = watch_is_on() ? in_hash(&in, &note.digest, err) : 0;
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
	return watch_is_on() ? in_tell(path, kind, err) : 0;
}

int file_tell_stdout(const struct buf *data, struct err *err)
{
	struct file_note note = {
		.output = 1, .path = "-", .data = data, .size = data->len
	};

	if (!watch_is_on())
		return 0;
	digest_of(&note.digest, buf_text(data), data->len);
	return watch_tell(&note, err);
}
