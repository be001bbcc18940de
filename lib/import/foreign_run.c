/*
 * foreign_run.c - see foreign_run.h.
 */
#include "import/foreign_run.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"

#define LAST_TIME 253402300799.0 /* 9999-12-31T23:59:59Z */

void foreign_run_init(struct foreign_run *r, const char *tracker)
{
	*r = (struct foreign_run){ .tracker = tracker,
				   .start = NAN,
				   .end = NAN,
				   .settings = json_new(),
				   .tags = json_new(),
				   .metrics = { .timed = 1 } };
}

void foreign_run_release(struct foreign_run *r)
{
	free(r->name);
	free(r->key);
	free(r->experiment);
	free(r->user);
	free(r->status);
	json_free(r->settings);
	json_free(r->tags);
	strs_release(&r->notes);
	strs_release(&r->file);
	strs_release(&r->path);
	metric_lines_release(&r->metrics);
	*r = (struct foreign_run){ 0 };
}

void foreign_run_time(struct buf *to, double when)
{
	time_t t = when >= 0 && when <= LAST_TIME ? (time_t)when : 0;
	char text[32];
	struct tm tm;

	gmtime_r(&t, &tm);
	strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm);
	buf_str(to, text);
}

void foreign_run_note(struct foreign_run *r, double when, const char *text)
{
	struct buf b = { 0 };

	foreign_run_time(&b, isnan(when) ? r->start : when);
	buf_char(&b, ' ');
	for (; *text; text++)
		buf_char(&b, (unsigned char)*text < ' ' ? ' ' : *text);
	strs_take(&r->notes, buf_detach(&b));
}

void foreign_run_point(struct foreign_run *r, int64_t step, const char *name,
		       double value, double when)
{
	r->metrics.seconds = when - r->start;
	metric_lines_point(&r->metrics, 1, step, name, value);
}

void foreign_run_say(const struct foreign_run *r, struct messages *m)
{
	if (r->metrics.left_out)
		messages_warn(m,
			      "run '%s' has more than %d metrics: %llu values "
			      "of the others were left out",
			      r->name, METRIC_LINES_NAMES,
			      (unsigned long long)r->metrics.left_out);
}

int foreign_run_kind(const char *path)
{
	struct stat st;

	if (lstat(path, &st) < 0)
		return 0;
	return S_ISDIR(st.st_mode) ? 'd' : S_ISREG(st.st_mode) ? 'f' : '?';
}

int foreign_run_skip(int rc, size_t *broken, struct messages *m,
		     struct err *err)
{
	if (rc >= 0 || err->kind != ERR_DATA)
		return rc;
	messages_warn(m, "%s", err->text);
	err_clear(err);
	++*broken;
	return 0;
}

int foreign_run_names(struct strs *names, const char *path, size_t most,
		      int hidden, struct err *err)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *e;
	int rc = 0;

	if (!d && fd >= 0)
		close(fd);
	if (!d && (errno == ENOTDIR || errno == ELOOP))
		return err_data(err, "'%s' is no directory", path);
	if (!d)
		return err_sys(err, "cannot read '%s'", path);
	while (!rc && (e = readdir(d))) {
		if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, "..") ||
		    (*e->d_name == '.' && !hidden))
			continue;
		if (names->n == most)
			rc = err_data(err, "'%s' has more than %zu files", path,
				      most);
		strs_add(names, e->d_name);
	}
	closedir(d);
	strs_sort(names);
	return rc;
}

static int read_all(struct buf *to, int fd, const char *path, size_t max,
		    struct err *err)
{
	struct stat st;
	ssize_t got;

	if (fstat(fd, &st) < 0)
		return err_sys(err, "cannot read '%s'", path);
	if (!S_ISREG(st.st_mode))
		return err_data(err, "'%s' is no regular file", path);
	do {
		buf_reserve(to, 65536);
		got = read(fd, to->data + to->len, 65536);
		if (got < 0)
			return err_sys(err, "cannot read '%s'", path);
		to->len += (size_t)got;
		to->data[to->len] = '\0';
		if (to->len > max)
			return err_data(err, "'%s' has more than %zu bytes",
					path, max);
	} while (got);
	return 1;
}

int foreign_run_read(struct buf *to, const char *path, size_t max,
		     struct err *err)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	int rc;

	if (fd < 0 && errno == ENOENT)
		return 0;
	if (fd < 0 && errno == ELOOP)
		return err_data(err, "'%s' is a link", path);
	if (fd < 0)
		return err_sys(err, "cannot read '%s'", path);
	rc = read_all(to, fd, path, max, err);
	close(fd);
	return rc;
}
