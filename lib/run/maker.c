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
#include "run/made.h"
#include "run/run_id.h"
#include "store/object.h"

#define SHORT 64 /* bytes; shorter contents may be equal by chance */
#define SOON \
	10000 /* milliseconds; later the system may give a pipe the same
		      number */

struct maker_run { /* a run that has been looked at */
	char *id;
	struct json *start;
	struct file_list inputs, outputs;
};

struct maker_index {
	const struct store *store;
	struct made *made;
	struct maker_run **run; /* sorted by id */
	size_t n, cap;
	long long now; /* milliseconds since 1970 */
};

int maker_open(struct maker_index **to, const struct store *s, struct err *err)
{
	struct maker_index *m = mem_zero(1, sizeof(*m));

	m->store = s;
	m->now = (long long)time(NULL) * 1000 + 999;
	if (made_open(&m->made, s, err) < 0) {
		maker_close(m);
		return -1;
	}
	*to = m;
	return 0;
}

void maker_close(struct maker_index *m)
{
	if (!m)
		return;
	made_close(m->made);
	for (size_t i = 0; i < m->n; i++) {
		json_free(m->run[i]->start);
		file_list_release(&m->run[i]->inputs);
		file_list_release(&m->run[i]->outputs);
		free(m->run[i]->id);
		free(m->run[i]);
	}
	free(m->run);
	free(m);
}

static void read_list(const struct store *s, const char *id, const char *name,
		      struct file_list *l)
{
	char *path = run_path(s, id, name);
	struct err ignored = { 0 };

	if (file_list_read(l, path, &ignored) < 0)
		l->n = 0;
	free(path);
}

/* Returns the number of the first run that is not before ID. */
static size_t place_in(const struct maker_index *m, const char *id)
{
	size_t low = 0, high = m->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (strcmp(m->run[mid]->id, id) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static const struct maker_run *record(struct maker_index *m, const char *id)
{
	size_t pos = place_in(m, id);
	struct maker_run *r;
	struct err ignored = { 0 };

	if (pos < m->n && !strcmp(m->run[pos]->id, id))
		return m->run[pos];
	if (m->n == m->cap) {
		m->cap = m->cap ? 2 * m->cap : 16;
		m->run = mem_grow(m->run, m->cap, sizeof(*m->run));
	}
	memmove(m->run + pos + 1, m->run + pos,
		(m->n++ - pos) * sizeof(*m->run));
	r = m->run[pos] = mem_zero(1, sizeof(*r));
	r->id = mem_str(id);
	run_record(m->store, id, "start.json", &r->start, &ignored);
	read_list(m->store, id, "inputs", &r->inputs);
	read_list(m->store, id, "outputs", &r->outputs);
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
static int is_later(const struct maker_index *m, const struct maker_run *writer,
		    const struct run *reader)
{
	long long wrote = run_id_time(writer->id);
	long long read = run_id_time(reader->id);

	return strcmp(writer->id, reader->id) > 0 && wrote <= m->now &&
	       read <= m->now &&
	       !strcmp(text_of(writer->start, "host"),
		       text_of(reader->start, "host"));
}

/* R wrote the content D as WROTE, READER read it as PATH. */
static enum maker_link link_of(struct maker_index *m, const struct maker_run *r,
			       const char *wrote, const struct digest *d,
			       const struct run *reader, const char *path)
{
	if (is_same_pipe(r->start, wrote, reader->start, path) &&
	    llabs(run_id_time(reader->id) - run_id_time(r->id)) <= SOON)
		return MAKER_SURE; /* the stages of a pipe begin at almost the
				      same time */
	if (is_later(m, r, reader))
		return MAKER_NONE;
	if (is_same_file(r->start, wrote, reader->start, path))
		return MAKER_SURE;
	if (has_read(r, d) || is_short(m->store, d))
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

/* Returns the run in whose directory PATH is, or NULL. */
static const struct maker_run *owner(struct maker_index *m, const char *path)
{
	static const char runs[] = ".xp/runs/";
	const struct maker_run *r = NULL;
	char *id;

	if (strncmp(path, runs, strlen(runs)))
		return NULL;
	path += strlen(runs);
	id = mem_strn(path, strcspn(path, "/"));
	if (run_id_is(id))
		r = record(m, id);
	free(id);
	return r && r->start ? r : NULL;
}

/* How surely R made what READER read as PATH. */
static enum maker_link best_link(struct maker_index *m,
				 const struct maker_run *r,
				 const struct digest *d,
				 const struct run *reader, const char *path)
{
	enum maker_link best = MAKER_NONE, link;

	for (size_t i = 0; i < r->outputs.n; i++) {
		if (!digest_same(&r->outputs.list[i].digest, d))
			continue;
		link = link_of(m, r, r->outputs.list[i].path, d, reader, path);
		if (link > best)
			best = link;
	}
	return best;
}

enum maker_link maker_of(struct maker_index *m, const struct run *reader,
			 const char *path, const struct digest *d,
			 const char **id)
{
	enum maker_link best = MAKER_NONE;
	const struct maker_run *r = owner(m, path);
	struct strs ids = { 0 };

	*id = NULL;
	if (r && strcmp(r->id, reader->id)) {
		*id = r->id;
		return MAKER_SURE;
	}
	made_by(m->made, d, &ids);
	for (size_t i = 0; i < ids.n; i++) {
		enum maker_link link = MAKER_NONE;

		r = record(m, ids.at[i]);
		if (r->start && strcmp(r->id, reader->id))
			link = best_link(m, r, d, reader, path);
		if (link < best || link == MAKER_NONE ||
		    (link == best && !is_better(r->id, *id, reader->id)))
			continue;
		best = link;
		*id = r->id;
	}
	strs_release(&ids);
	return best;
}
