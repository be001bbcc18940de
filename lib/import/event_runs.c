/*
 * event_runs.c - see event_runs.h.
 *
 * What a resumed run does again replaces what it did before, as TensorBoard
 * shows it.  Images and histograms are left out.
 */
#include "import/event_runs.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "file/event_file.h"

#define MOST_NAMES 100000		  /* in one directory */
#define DEEPEST 32			  /* directories in directories */
#define RECORD_MOST ((uint64_t)256 << 20) /* bytes */
#define TEXTS_MOST 100
#define TEXT_MOST 4096 /* bytes */

struct event_point {
	size_t name;
	int64_t step;
	double value, when;
};

struct event_reading { /* one run */
	struct foreign_run *run;
	struct messages *m;
	struct strs names;
	struct event_point *point;
	size_t n, cap, last;
	uint64_t others, texts, not_kept, records;
	double first, latest; /* times of its events; NAN: none */
};

static size_t name_index(struct event_reading *r, const char *name)
{
	for (size_t k = 1; k <= r->names.n; k++) {
		size_t i = (r->last + k) % r->names.n;

		if (!strcmp(r->names.at[i], name))
			return r->last = i;
	}
	strs_add(&r->names, name);
	return r->last = r->names.n - 1;
}

static void add_point(struct event_reading *r, const struct event_item *v)
{
	/* The table has no more names than this. */
	if (r->names.n > METRIC_LINES_NAMES && !strs_has(&r->names, v->name)) {
		r->not_kept++;
		return;
	}
	if (r->n == r->cap) {
		r->cap = r->cap ? 2 * r->cap : 1024;
		r->point = mem_grow(r->point, r->cap, sizeof *r->point);
	}
	r->point[r->n++] = (struct event_point){ name_index(r, v->name),
						 (int64_t)v->step, v->number,
						 v->time };
}

static void drop_later(struct event_reading *r, uint64_t step)
{
	size_t kept = 0;

	for (size_t i = 0; i < r->n; i++)
		if (r->point[i].step < (int64_t)step)
			r->point[kept++] = r->point[i];
	r->n = kept;
}

static void add_text(struct event_reading *r, const struct event_item *v)
{
	char *text;

	if (r->texts++ >= TEXTS_MOST || v->size > TEXT_MOST) {
		r->not_kept++;
		return;
	}
	text = mem_printf("%s: %.*s", v->name, (int)v->size, v->text);
	foreign_run_note(r->run, isnan(v->time) ? 0 : v->time, text);
	free(text);
}

static void set_status(struct foreign_run *r, double status)
{
	static const char *const word[] = { "unknown", "success", "failure",
					    "running" };

	free(r->status);
	r->status = mem_str(status >= 0 && status < 4 ? word[(int)status] :
							word[0]);
	r->failed = status == 2;
	r->unfinished = status == 3;
}

static void take_item(void *arg, const struct event_item *v)
{
	struct event_reading *r = arg;
	char *text;

	if (isfinite(v->time)) {
		r->first = fmin(r->first, v->time); /* NAN is no number */
		r->latest = fmax(r->latest, v->time);
	}
	switch (v->kind) {
	case EVENT_SCALAR:
		add_point(r, v);
		break;
	case EVENT_TEXT:
		add_text(r, v);
		break;
	case EVENT_SETTING:
		text = mem_strn(v->text, v->size);
		json_set_str(r->run->settings, v->name, text);
		free(text);
		break;
	case EVENT_BEGUN:
		r->run->start = v->number;
		break;
	case EVENT_ENDED:
		r->run->end = v->number;
		break;
	case EVENT_STATUS:
		set_status(r->run, v->number);
		break;
	case EVENT_RESUMED:
		drop_later(r, v->step);
		break;
	case EVENT_FILE:
		break;
	default:
		r->others++;
	}
}

static int read_bytes(int fd, void *to, size_t n)
{
	char *p = to;

	while (n) {
		ssize_t got = read(fd, p, n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got < 0 ? -1 : 1;
		p += got;
		n -= (size_t)got;
	}
	return 0;
}

/* Returns 1 at the end of the file, and 2 if it is cut off or damaged here. */
static int read_record(struct event_reading *r, struct event_file *e, int fd,
		       uint64_t left, struct buf *b)
{
	char head[EVENT_FILE_HEAD];
	uint64_t length;

	if (!left)
		return 1;
	if (left < sizeof head || read_bytes(fd, head, sizeof head) ||
	    event_file_head(head, &length) < 0 || length > RECORD_MOST ||
	    length + EVENT_FILE_TAIL > left - sizeof head)
		return 2;
	buf_clear(b);
	buf_reserve(b, (size_t)length + EVENT_FILE_TAIL);
	b->len = (size_t)length + EVENT_FILE_TAIL;
	if (read_bytes(fd, b->data, b->len))
		return 2;
	event_file_record(e, b->data, (size_t)length, take_item, r);
	return 0;
}

static void say_strange(struct event_reading *r, const struct event_file *e,
			const char *path)
{
	if (e->damaged)
		messages_warn(r->m,
			      "'%s': %" PRIu64 " of %" PRIu64 " records %s "
			      "damaged and left out",
			      path, e->damaged, e->records,
			      e->damaged == 1 ? "is" : "are");
	if (e->strange)
		messages_warn(r->m,
			      "'%s': %" PRIu64 " value%s left out: with a step "
			      "below 0, or a tag that is empty or longer than "
			      "500 bytes",
			      path, e->strange,
			      e->strange == 1 ? " was" : "s were");
	r->records += e->records - e->damaged;
}

static void read_events(struct event_reading *r, int fd, uint64_t size,
			const char *path)
{
	struct event_file e = { 0 };
	struct buf b = { 0 };
	uint64_t left = size;
	int rc;

	while (!(rc = read_record(r, &e, fd, left, &b)))
		left -= EVENT_FILE_HEAD + b.len;
	if (rc == 2)
		messages_warn(r->m,
			      "'%s' is cut off or damaged after %" PRIu64
			      " record%s; what came before was read",
			      path, e.records, e.records == 1 ? "" : "s");
	say_strange(r, &e, path);
	buf_release(&b);
}

/* A link may lead anywhere, and a pipe nowhere. */
static int read_file(struct event_reading *r, const char *path, struct err *err)
{
	struct stat st;
	int fd;

	if (foreign_run_kind(path) != 'f') {
		messages_warn(r->m, "'%s' is no regular file, and left out",
			      path);
		return 0;
	}
	fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) < 0) {
		err_sys(err, "cannot read '%s'", path);
		if (fd >= 0)
			close(fd);
		return -1;
	}
	read_events(r, fd, (uint64_t)st.st_size, path);
	close(fd);
	return 0;
}

/* The points become a table when it is known when the run began. */
static void end_reading(struct event_reading *r)
{
	struct foreign_run *run = r->run;

	if (isnan(run->start))
		run->start = r->first;
	if (isnan(run->end))
		run->end = r->latest;
	for (size_t i = 0; i < r->n; i++)
		foreign_run_point(run, r->point[i].step,
				  r->names.at[r->point[i].name],
				  r->point[i].value, r->point[i].when);
	if (r->others)
		messages_info(r->m,
			      "run '%s': %" PRIu64
			      " value%s that %s no scalar, such as images and "
			      "histograms, %s left out",
			      run->name, r->others, r->others == 1 ? "" : "s",
			      r->others == 1 ? "is" : "are",
			      r->others == 1 ? "was" : "were");
	if (r->not_kept)
		messages_warn(
			r->m,
			"run '%s': %" PRIu64 " value%s left out, as a run "
			"keeps %d metrics, and %d texts of up to %d bytes",
			run->name, r->not_kept,
			r->not_kept == 1 ? " was" : "s were",
			METRIC_LINES_NAMES, TEXTS_MOST, TEXT_MOST);
	foreign_run_say(run, r->m);
}

struct event_search {
	foreign_run_fn *fn;
	void *arg;
	struct messages *m;
	size_t runs, broken;
	uint64_t records; /* that are whole */
};

/* Reads the event files FILES of the directory DIR, run NAME. */
static int read_run(struct event_search *s, const char *dir, const char *name,
		    const struct strs *files, struct err *err)
{
	struct foreign_run run;
	struct event_reading r = {
		.run = &run, .m = s->m, .first = NAN, .latest = NAN
	};
	int rc = 0;

	foreign_run_init(&run, "tensorboard");
	run.name = mem_str(name);
	run.key = mem_str(name);
	for (size_t i = 0; !rc && i < files->n; i++) {
		char *path = mem_printf("%s/%s", dir, files->at[i]);

		rc = read_file(&r, path, err);
		free(path);
	}
	if (!rc)
		end_reading(&r);
	if (!rc && isnan(run.start))
		messages_warn(s->m,
			      "'%s' has event files, but no event: left "
			      "out",
			      dir);
	else if (!rc)
		rc = foreign_run_skip(s->fn(s->arg, &run, err), &s->broken,
				      s->m, err);
	s->records += r.records;
	s->runs++;
	strs_release(&r.names);
	free(r.point);
	foreign_run_release(&run);
	return rc;
}

/* Returns the last part of the absolute PATH. */
static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash && slash[1] ? slash + 1 : "runs";
}

/* What add_hparams of PyTorch writes its settings into: time.time(). */
static int is_hparams(const char *name)
{
	size_t whole = strspn(name, "0123456789");
	size_t rest = name[whole] == '.' ?
			      strspn(name + whole + 1, "0123456789") :
			      0;

	return whole >= 9 && whole <= 11 && rest && !name[whole + 1 + rest];
}

/* Adds the event files among NAMES of DIR to FILES, and those in a directory
 * with the settings of this run, if it has one.  Returns the index of that, or
 * NAMES->n. */
static size_t list_files(struct strs *files, const struct strs *names,
			 const char *dir)
{
	size_t found = names->n, n = 0;
	struct strs inner = { 0 };
	struct err ignored = { 0 };
	char *path;

	for (size_t i = 0; i < names->n; i++) {
		if (event_file_is(names->at[i]))
			strs_add(files, names->at[i]);
		else if (is_hparams(names->at[i]) && !n++)
			found = i;
	}
	if (n != 1 || !files->n)
		return names->n;
	path = mem_printf("%s/%s", dir, names->at[found]);
	if (foreign_run_names(&inner, path, MOST_NAMES, 0, &ignored) == 0)
		for (size_t i = 0; i < inner.n; i++)
			if (event_file_is(inner.at[i]))
				strs_take(files,
					  mem_printf("%s/%s", names->at[found],
						     inner.at[i]));
	strs_release(&inner);
	free(path);
	return found;
}

static int look_in(struct event_search *s, const char *dir, const char *name,
		   int depth, struct err *err)
{
	struct strs names = { 0 }, files = { 0 };
	const char *own = *name ? name : last_part(dir);
	size_t settings = 0;
	int rc;

	if (depth > DEEPEST) {
		messages_warn(s->m, "'%s' lies too deep, and is left out", dir);
		return 0;
	}
	rc = foreign_run_skip(foreign_run_names(&names, dir, MOST_NAMES, 0,
						err),
			      &s->broken, s->m, err);
	if (!rc)
		settings = list_files(&files, &names, dir);
	if (!rc && files.n)
		rc = read_run(s, dir, own, &files, err);
	for (size_t i = 0; !rc && i < names.n; i++) {
		char *path = mem_printf("%s/%s", dir, names.at[i]);
		char *below = mem_printf("%s%s%s", name, *name ? "/" : "",
					 names.at[i]);

		if (i != settings && foreign_run_kind(path) == 'd')
			rc = look_in(s, path, below, depth + 1, err);
		free(below);
		free(path);
	}
	strs_release(&files);
	strs_release(&names);
	return rc;
}

/* One event file is a run that is named as its directory. */
static int look_at_file(struct event_search *s, const char *path,
			struct err *err)
{
	const char *slash = strrchr(path, '/');
	char *dir = mem_strn(path, (size_t)(slash - path));
	struct strs files = { 0 };
	int rc;

	strs_add(&files, slash + 1);
	rc = read_run(s, dir, last_part(dir), &files, err);
	if (!rc && !s->records)
		rc = err_data(err,
			      "'%s' is no event file of TensorBoard: it has no "
			      "record that is whole",
			      path);
	strs_release(&files);
	free(dir);
	return rc;
}

int event_runs_each(const char *path, foreign_run_fn *fn, void *arg,
		    struct messages *m, struct err *err)
{
	struct event_search s = { .fn = fn, .arg = arg, .m = m };
	char *real = realpath(path, NULL);
	int rc;

	if (!real)
		return errno == ENOENT ?
			       err_data(err, "there is no '%s'", path) :
			       err_sys(err, "cannot read '%s'", path);
	if (foreign_run_kind(real) == 'f')
		rc = look_at_file(&s, real, err);
	else
		rc = look_in(&s, real, "", 0, err);
	if (!rc && !s.runs)
		rc = err_data(err,
			      "there is no event file (*tfevents*) in '%s' or "
			      "below",
			      path);
	free(real);
	return rc ? rc : s.broken > 0;
}
