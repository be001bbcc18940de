/*
 * maker.c - see maker.h.
 */
#include "run/maker.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/mem.h"
#include "file/path.h"
#include "run/run_id.h"
#include "store/object.h"

#define SHORT 64 /* bytes; shorter contents may be equal by chance */
#define SOON \
	10000 /* milliseconds; later the system may give a pipe the same
		      number */

struct written { /* an output of run number RUN */
	struct digest digest;
	size_t run;
	char *path;
};

struct maker_run { /* filled when it is first needed */
	int known;
	struct json *start;
	struct file_list inputs;
};

struct maker_index {
	const struct store *store;
	struct strs ids;
	struct written *list; /* by digest, then from the oldest run on */
	size_t n, cap;
	struct maker_run *run; /* in the order of IDS */
	long long now;	       /* milliseconds since 1970 */
};

static int by_digest(const void *a, const void *b)
{
	const struct written *x = a, *y = b;
	int c = memcmp(&x->digest, &y->digest, sizeof(x->digest));

	return c ? c : (x->run > y->run) - (x->run < y->run);
}

static void add_outputs(struct maker_index *m, size_t run)
{
	char *path = run_path(m->store, m->ids.at[run], "outputs");
	struct file_list l = { 0 };
	struct err ignored = { 0 };
	struct digest empty;

	digest_of(&empty, "", 0);
	if (file_list_read(&l, path, &ignored) < 0)
		l.n = 0;
	for (size_t i = 0; i < l.n; i++) {
		if (digest_same(&l.list[i].digest, &empty))
			continue; /* many runs write empty files: these would
				     link all runs */
		if (m->n == m->cap) {
			m->cap = m->cap ? 2 * m->cap : 64;
			m->list = mem_grow(m->list, m->cap, sizeof(*m->list));
		}
		m->list[m->n].digest = l.list[i].digest;
		m->list[m->n].path = mem_str(l.list[i].path);
		m->list[m->n++].run = run;
	}
	file_list_release(&l);
	free(path);
}

int maker_open(struct maker_index **to, const struct store *s, struct err *err)
{
	struct maker_index *m = mem_zero(1, sizeof(*m));

	m->store = s;
	m->now = (long long)time(NULL) * 1000 + 999;
	if (run_list(s, &m->ids, err) < 0) {
		maker_close(m);
		return -1;
	}
	for (size_t i = 0; i < m->ids.n; i++)
		add_outputs(m, i);
	if (m->n)
		qsort(m->list, m->n, sizeof(*m->list), by_digest);
	m->run = mem_zero(m->ids.n + 1, sizeof(*m->run));
	*to = m;
	return 0;
}

void maker_close(struct maker_index *m)
{
	if (!m)
		return;
	for (size_t i = 0; i < m->n; i++)
		free(m->list[i].path);
	for (size_t i = 0; m->run && i < m->ids.n; i++) {
		json_free(m->run[i].start);
		file_list_release(&m->run[i].inputs);
	}
	strs_release(&m->ids);
	free(m->run);
	free(m->list);
	free(m);
}

static const struct maker_run *record(struct maker_index *m, size_t run)
{
	struct maker_run *r = &m->run[run];
	const char *id = m->ids.at[run];
	struct err ignored = { 0 };
	char *path;

	if (r->known)
		return r;
	r->known = 1;
	run_record(m->store, id, "start.json", &r->start, &ignored);
	path = run_path(m->store, id, "inputs");
	if (file_list_read(&r->inputs, path, &ignored) < 0)
		r->inputs.n = 0;
	file_list_sort(&r->inputs);
	free(path);
	return r;
}

static const char *text_of(const struct json *j, const char *key)
{
	const char *text = j ? json_str(j, key) : NULL;

	return text ? text : "";
}

/* Returns the directory that held the store when the run of START began: its
 * absolute working directory without the part below that directory.  The caller
 * frees it. */
static char *home_of(const struct json *start)
{
	const char *full = text_of(start, "cwd_absolute");
	const char *part = text_of(start, "cwd");
	size_t n = strlen(full), k = strlen(part);

	if (!strcmp(part, ".") || !k)
		return mem_str(full);
	if (n > k && full[n - k - 1] == '/' && !strcmp(full + n - k, part))
		return mem_strn(full, n - k - 1);
	return mem_str("");
}

/* Returns where PATH of the run of START was: relative to the directory that
 * held the store, which may have been moved since, or as an absolute path if it
 * was elsewhere.  The caller frees it. */
static char *place_of(const struct json *start, const char *path)
{
	char *home = home_of(start), *joined, *whole, *place;
	size_t n = strlen(home);

	joined = mem_printf("%s/%s",
			    *path == '/' ? "" : text_of(start, "cwd_absolute"),
			    path);
	whole = path_clean(joined);
	if (n > 1 && !strncmp(whole, home, n) && whole[n] == '/')
		place = mem_str(whole + n + 1);
	else
		place = mem_str(whole);
	free(whole);
	free(joined);
	free(home);
	return place;
}

/* Returns the name of the file that PATH means; if PATH is "-", the file that
 * the STREAM came from or went to.  Returns NULL for a stream without a
 * file. */
static const char *file_behind(const struct json *start, const char *path,
			       const char *stream)
{
	const char *name = strcmp(path, "-") ? path : text_of(start, stream);

	return *name ? name : NULL;
}

static int is_same_file(const struct json *writer, const char *wrote,
			const struct json *reader, const char *read)
{
	const char *to = file_behind(writer, wrote, "stdout");
	const char *from = file_behind(reader, read, "stdin");
	char *a, *b;
	int same;

	if (!to || !from || !strncmp(to, ".xp/", 4) ||
	    !strncmp(from, ".xp/", 4))
		return 0;
	a = place_of(writer, to);
	b = place_of(reader, from);
	same = !strcmp(a, b);
	free(a);
	free(b);
	return same;
}

static int is_same_pipe(const struct json *writer, const char *wrote,
			const struct json *reader, const char *read)
{
	const char *in = text_of(reader, "pipe_in");

	return !strcmp(wrote, "-") && !strcmp(read, "-") && *in &&
	       !strcmp(in, text_of(writer, "pipe_out"));
}

/* Returns 1 if the run may have read a file from stdin: old records have no key
 * "stdin". */
static int may_be_stdin(const struct json *reader, const char *read)
{
	return !strcmp(read, "-") && !json_str(reader, "stdin") &&
	       !*text_of(reader, "pipe_in");
}

/* Returns 1 if the content is so short that it may be equal by chance.  Images
 * are not in the store, but they are never that short. */
static int is_short(const struct store *s, const struct digest *d)
{
	char *path = object_path(s, d);
	struct stat st;
	int yes = !stat(path, &st) && st.st_size < SHORT;

	free(path);
	return yes;
}

static int has_read(const struct maker_run *r, const struct digest *d)
{
	for (size_t i = 0; i < r->inputs.n; i++)
		if (digest_same(&r->inputs.list[i].digest, d))
			return 1;
	return 0;
}

/* Returns 1 if WRITER began after READER, by clocks that can be compared. */
static int is_later(struct maker_index *m, size_t writer,
		    const struct run *reader)
{
	long long wrote = run_id_time(m->ids.at[writer]);
	long long read = run_id_time(reader->id);

	return strcmp(m->ids.at[writer], reader->id) > 0 && wrote <= m->now &&
	       read <= m->now &&
	       !strcmp(text_of(record(m, writer)->start, "host"),
		       text_of(reader->start, "host"));
}

static enum maker_link link_of(struct maker_index *m, const struct written *w,
			       const struct run *reader, const char *path)
{
	const struct maker_run *r = record(m, w->run);

	if (is_same_pipe(r->start, w->path, reader->start, path) &&
	    llabs(run_id_time(reader->id) - run_id_time(m->ids.at[w->run])) <=
		    SOON)
		return MAKER_SURE; /* the stages of a pipe begin at almost the
				      same time */
	if (is_later(m, w->run, reader))
		return MAKER_NONE;
	if (is_same_file(r->start, w->path, reader->start, path))
		return MAKER_SURE;
	if (has_read(r, &w->digest) || is_short(m->store, &w->digest))
		return MAKER_NONE;
	return may_be_stdin(reader->start, path) ? MAKER_SURE : MAKER_GUESS;
}

/* Returns 1 if the run ID is a better candidate than BEST.  The best one is the
 * last that began before the run READ or, if there is none, the first after it.
 * An id contains the time at which its run began. */
static int is_better(const char *id, const char *best, const char *read)
{
	int early = strcmp(id, read) <= 0;

	if (!best)
		return 1;
	if (early != (strcmp(best, read) <= 0))
		return early;
	return early ? strcmp(id, best) >= 0 : strcmp(id, best) < 0;
}

/* Returns the index of the run in whose directory PATH is, or -1. */
static long owner(const struct maker_index *m, const char *path)
{
	static const char runs[] = ".xp/runs/";
	char *id;
	long row;

	if (strncmp(path, runs, strlen(runs)))
		return -1;
	path += strlen(runs);
	id = mem_strn(path, strcspn(path, "/"));
	row = strs_find(&m->ids, id);
	free(id);
	return row;
}

static size_t first_written(const struct maker_index *m, const struct digest *d)
{
	size_t low = 0, high = m->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (memcmp(&m->list[mid].digest, d, sizeof(*d)) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

enum maker_link maker_of(struct maker_index *m, const struct run *reader,
			 const char *path, const struct digest *d,
			 const char **id)
{
	enum maker_link best = MAKER_NONE;
	long own = owner(m, path);

	*id = NULL;
	if (own >= 0 && strcmp(m->ids.at[own], reader->id)) {
		*id = m->ids.at[own];
		return MAKER_SURE;
	}
	for (size_t i = first_written(m, d);
	     i < m->n && digest_same(&m->list[i].digest, d); i++) {
		const struct written *w = &m->list[i];
		const char *candidate = m->ids.at[w->run];
		enum maker_link link = MAKER_NONE;

		if (record(m, w->run)->start && strcmp(candidate, reader->id))
			link = link_of(m, w, reader, path);
		if (link < best || link == MAKER_NONE ||
		    (link == best && !is_better(candidate, *id, reader->id)))
			continue;
		best = link;
		*id = candidate;
	}
	return best;
}
