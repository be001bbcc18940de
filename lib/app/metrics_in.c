/*
 * metrics_in.c - see metrics_in.h.
 */
#include "app/metrics_in.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "file/file.h"
#include "file/out.h"
#include "file/event_file.h"
#include "store/durable.h"

#define TABLE "metrics.tsv"
#define FILE_MOST ((size_t)256 << 20)
#define EVENTS_MOST ((size_t)1 << 30)

static void close_end(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

int metrics_in_check(const char *file, struct err *err)
{
	struct stat st;

	if (stat(file, &st) < 0 || S_ISREG(st.st_mode))
		return 0;
	return err_data(err,
			"'%s' is no regular file: --metrics takes a file that "
			"the program writes, --metrics-fd a descriptor",
			file);
}

int metrics_in_begin(struct metrics_in *m, int number, const char *file,
		     const char *run_dir, struct err *err)
{
	struct buf b = { 0 };
	int end[2], rc = 0;

	*m = (struct metrics_in){
		.number = number, .file = file, .from = -1, .to = -1
	};
	m->table = mem_printf("%s/" TABLE, run_dir);
	if (number && pipe2(end, O_CLOEXEC) < 0)
		return err_sys(err, "cannot make a pipe");
	if (number) {
		m->from = end[0];
		m->to = end[1];
	}
	if (file && metrics_in_check(file, err) < 0)
		return -1;
	if (file && stat(file, &m->before) == 0)
		rc = durable_read(&b, file, FILE_MOST, err);
	if (rc > 0) {
		m->old = m->read = b.len;
		digest_of(&m->digest, buf_text(&b), b.len);
		metric_lines_headers(&m->lines, buf_text(&b), b.len);
	}
	buf_release(&b);
	return rc < 0 ? -1 : 0;
}

/* What the program inherits under this number gets another one: the run's lock
 * must stay open. */
void metrics_in_enter(const struct metrics_in *m)
{
	int flags;

	if (m->to < 0)
		return;
	flags = fcntl(m->number, F_GETFD);
	if (flags >= 0 && !(flags & FD_CLOEXEC) && m->number != m->to)
		fcntl(m->number, F_DUPFD, METRICS_IN_HIGHEST + 1);
	if (m->number == m->to)
		fcntl(m->number, F_SETFD, 0);
	else
		dup2(m->to, m->number);
}

void metrics_in_follow(struct metrics_in *m)
{
	close_end(&m->to);
}

/* Appends new rows to the file; a failure is reported at the end. */
static void write_rows(struct metrics_in *m)
{
	const struct buf *t = &m->lines.table;

	if (m->failed || t->len == m->written)
		return;
	if (out_append(m->table, t->data + m->written, t->len - m->written, 0,
		       &m->err) < 0)
		m->failed = 1;
	m->written = t->len;
}

void metrics_in_take(struct metrics_in *m)
{
	char piece[65536];
	ssize_t n = read(m->from, piece, sizeof piece);

	if (n < 0 && errno == EINTR)
		return;
	if (n <= 0) {
		close_end(&m->from);
		return;
	}
	metric_lines_add(&m->lines, piece, (size_t)n);
	write_rows(m);
}

void metrics_in_look(struct metrics_in *m)
{
	char piece[65536];
	struct stat st;
	ssize_t n = 0;
	int fd = -1;

	if (!m->file || stat(m->file, &st) < 0 || !S_ISREG(st.st_mode))
		return;
	/* A file that shrinks was begun again; in the end it is read whole. */
	m->shrank |= (uint64_t)st.st_size < m->read;
	if ((uint64_t)st.st_size <= m->read)
		return;
	fd = open(m->file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd >= 0)
		n = pread(fd, piece, sizeof piece, (off_t)m->read);
	if (n > 0) {
		m->read += (uint64_t)n;
		metric_lines_add(&m->lines, piece, (size_t)n);
		write_rows(m);
	}
	close_end(&fd);
}

static void say_strange(struct ctx *ctx, const struct metric_lines *l,
			const char *where)
{
	if (l->strange)
		ctx_warn(ctx,
			 "%s: %" PRIu64 " of %" PRIu64 " line%s no metric%s, "
			 "first line %" PRIu64 "; a metric is NAME=VALUE, STEP "
			 "NAME VALUE, a JSON object or a line of CSV under a "
			 "header",
			 where, l->strange, l->lines, l->lines == 1 ? "" : "s",
			 l->strange == 1 ? "" : "s", l->first_strange);
	if (l->left_out)
		ctx_warn(ctx,
			 "%s: more than %d names of metrics: %" PRIu64
			 " value%s left out",
			 where, METRIC_LINES_NAMES, l->left_out,
			 l->left_out == 1 ? " was" : "s were");
}

/* Returns how many bytes of the file, whose content is B, were there before the
 * program ran.  A file that begins as before may have been added to or written
 * anew. */
static size_t old_part(const struct metrics_in *m, const struct buf *b,
		       const struct found_files *found, struct ctx *ctx)
{
	int kept = found ? found_files_kept(found, m->file) : -1;
	struct digest d;
	struct stat st;

	if (!m->old || m->old > b->len || m->shrank || !kept ||
	    stat(m->file, &st) < 0 || st.st_ino != m->before.st_ino ||
	    st.st_dev != m->before.st_dev)
		return 0;
	digest_of(&d, b->data, m->old);
	if (!digest_same(&d, &m->digest))
		return 0;
	if (m->old == b->len && st.st_mtim.tv_sec == m->before.st_mtim.tv_sec &&
	    st.st_mtim.tv_nsec == m->before.st_mtim.tv_nsec)
		return m->old;
	if (kept > 0 && m->old < b->len)
		return m->old;
	ctx_warn(ctx,
		 "all rows of '%s' count: it still begins as before the run, "
		 "and it is not known whether the program added to it or wrote "
		 "it anew",
		 m->file);
	return 0;
}

/* Reads the lines that the program added to the file, or the whole file if it
 * was written anew. */
static int read_file(struct metrics_in *m, struct ctx *ctx,
		     const struct found_files *found, struct err *err)
{
	struct buf b = { 0 };
	int rc = metrics_in_check(m->file, err);

	if (!rc)
		rc = durable_read(&b, m->file, FILE_MOST, err);
	if (rc == 0)
		ctx_warn(ctx, "there is no file '%s', which --metrics names",
			 m->file);
	if (rc > 0) {
		metric_lines_release(&m->lines);
		m->old = old_part(m, &b, found, ctx);
		if (m->old == b.len && b.len)
			ctx_warn(ctx, "the program wrote no metrics to '%s'",
				 m->file);
		metric_lines_headers(&m->lines, buf_text(&b), m->old);
		metric_lines_add(&m->lines, buf_text(&b) + m->old,
				 b.len - m->old);
		metric_lines_end(&m->lines);
		say_strange(ctx, &m->lines, m->file);
	}
	buf_release(&b);
	return rc < 0 ? -1 : 0;
}

/* "logs/train" becomes "train/". */
static char *name_of_directory(const char *path)
{
	const char *end = strrchr(path, '/'), *start = end;

	while (start && start > path && start[-1] != '/')
		start--;
	return end ? mem_printf("%.*s/", (int)(end - start), start) :
		     mem_str("");
}

static int read_event_file(struct event_file *e, const char *path,
			   const char *prefix, struct metric_lines *to,
			   struct err *err)
{
	struct buf b = { 0 };
	int rc = durable_read(&b, path, EVENTS_MOST, err);

	memset(e, 0, sizeof *e);
	if (rc > 0)
		event_file_parse(e, buf_text(&b), b.len, prefix, to);
	buf_release(&b);
	return rc < 0 ? -1 : 0;
}

/* Event files of several directories are told apart by the directory's name. */
static int read_events(struct metrics_in *m, struct ctx *ctx,
		       const struct file_list *outputs, struct err *err)
{
	struct strs files = { 0 }, prefixes = { 0 };
	int rc = 0, several = 0;

	for (size_t i = 0; i < outputs->n; i++)
		if (event_file_is(outputs->list[i].path)) {
			strs_add(&files, outputs->list[i].path);
			strs_take(&prefixes,
				  name_of_directory(outputs->list[i].path));
		}
	for (size_t i = 0; i < files.n; i++)
		several |= strcmp(prefixes.at[i], prefixes.at[0]) != 0;
	for (size_t i = 0; !rc && i < files.n; i++) {
		struct event_file e;

		rc = read_event_file(&e, files.at[i],
				     several ? prefixes.at[i] : "", &m->lines,
				     err);
		if (e.damaged || e.cut)
			ctx_warn(ctx,
				 "'%s' is damaged: %" PRIu64
				 " scalars of %" PRIu64 " records were read%s",
				 files.at[i], e.scalars, e.records,
				 e.cut ? ", up to where it is cut off" : "");
	}
	strs_release(&files);
	strs_release(&prefixes);
	return rc;
}

int metrics_in_end(struct metrics_in *m, struct ctx *ctx,
		   const struct file_list *outputs,
		   const struct found_files *found, struct err *err)
{
	int rc = 0;

	if (m->number) {
		metric_lines_end(&m->lines);
		say_strange(ctx, &m->lines, "--metrics-fd");
	} else if (m->file) {
		rc = read_file(m, ctx, found, err);
	}
	if (!rc)
		rc = read_events(m, ctx, outputs, err);
	if (rc || !m->lines.table.len)
		return rc;
	rc = out_write(m->table, m->lines.table.data, m->lines.table.len, err);
	return rc ? rc : file_tell(m->table, 1, FILE_PLAIN, err);
}

void metrics_in_release(struct metrics_in *m)
{
	close_end(&m->from);
	close_end(&m->to);
	metric_lines_release(&m->lines);
	free(m->table);
	*m = (struct metrics_in){ .from = -1, .to = -1 };
}
