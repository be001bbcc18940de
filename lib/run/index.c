/*
 * index.c - see index.h.
 */
#include "run/index.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/num.h"
#include "run/run.h"
#include "run/run_id.h"
#include "store/durable.h"

#define HEADER "xp index 3\n"
#define FOOTER "end "
#define FOOTER_SIZE (strlen(FOOTER) + DIGEST_HEX + 1)
#define FIELDS 10
#define MAX_INDEX ((size_t)1 << 30)
/* The clock of a file system ticks coarsely.  If a directory was changed less
 * than this (ns) before the index was written, a later change may give it the
 * same mtime. */
#define RACY 2000000000LL

static int64_t mtime_of(const struct stat *st)
{
	return (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
}

static struct index_row *add_row(struct index *x)
{
	if (x->n == x->cap) {
		x->cap = x->cap ? 2 * x->cap : 64;
		x->at = mem_grow(x->at, x->cap, sizeof *x->at);
	}
	memset(&x->at[x->n], 0, sizeof *x->at);
	return &x->at[x->n++];
}

/* A fresh row owns its texts; those of other rows are parts of X->text. */
void index_release(struct index *x)
{
	size_t i;

	for (i = 0; i < x->n; i++) {
		struct index_row *r = &x->at[i];

		if (!r->fresh)
			continue;
		free(r->id);
		free(r->state);
		free(r->tool);
		free(r->time);
		free(r->seconds);
		free(r->in);
		free(r->out);
		free(r->what);
	}
	free(x->at);
	free(x->text);
	memset(x, 0, sizeof *x);
}

/* Cuts LINE at its tabs.  Returns -1 if the number of fields is wrong. */
static int cut(char *line, char *field[FIELDS])
{
	size_t i;

	for (i = 0; i < FIELDS; i++) {
		field[i] = line;
		line = strchr(line, '\t');
		if (!line)
			break;
		*line++ = 0;
	}
	return i == FIELDS - 1 ? 0 : -1;
}

static int parse_row(struct index *x, char *line)
{
	char *field[FIELDS];
	struct index_row *r;
	int64_t mtime;

	if (cut(line, field) < 0 || !run_id_is(field[0]) ||
	    num_int(&mtime, field[1]) < 0)
		return -1;
	r = add_row(x);
	r->id = field[0];
	r->mtime = mtime;
	r->ended = *field[2] == '1';
	r->state = field[3];
	r->tool = field[4];
	r->time = field[5];
	r->seconds = field[6];
	r->in = field[7];
	r->out = field[8];
	r->what = field[9];
	return 0;
}

/* The last line has the digest of all before it. */
static void add_footer(struct buf *b)
{
	char hex[DIGEST_HEX + 1];
	struct digest d;

	digest_of(&d, b->data, b->len);
	buf_printf(b, FOOTER "%s\n", digest_hex(hex, &d));
}

static int is_whole(const struct buf *b)
{
	size_t head = strlen(HEADER), foot = FOOTER_SIZE;
	struct digest is, want;
	const char *end;

	if (b->len < head + foot || memcmp(b->data, HEADER, head) ||
	    strlen(b->data) != b->len || b->data[b->len - 1] != '\n')
		return 0;
	end = b->data + b->len - foot;
	digest_of(&is, b->data, b->len - foot);
	return !strncmp(end, FOOTER, strlen(FOOTER)) &&
	       digest_parse(&want, end + strlen(FOOTER)) == 0 &&
	       digest_same(&is, &want);
}

int index_is_damaged(const struct store *s)
{
	static const char older[] = "xp index 2\n";
	char *path = store_join(s, "index");
	struct err ignored = { 0 };
	struct buf b = { 0 };
	int rc = durable_read(&b, path, MAX_INDEX, &ignored);
	int bad = rc < 0 || (rc == 1 && !is_whole(&b) &&
			     strncmp(buf_text(&b), older, strlen(older)));

	buf_release(&b);
	free(path);
	return bad;
}

/* Reads the cache.  A damaged cache counts as missing. */
static void read_cache(struct index *x, const struct store *s)
{
	char *path = store_join(s, "index"), *line, *next;
	struct buf b = { 0 };
	struct err ignored = { 0 };
	int good = durable_read(&b, path, MAX_INDEX, &ignored) == 1 &&
		   is_whole(&b);

	free(path);
	if (good)
		b.data[b.len - FOOTER_SIZE] = 0;
	line = good ? b.data + strlen(HEADER) : NULL;
	x->text = buf_detach(&b);
	for (; good && *line; line = next) {
		next = strchr(line, '\n');
		*next++ = 0;
		good = parse_row(x, line) == 0;
	}
	if (!good)
		index_release(x);
}

/* A cell of a table must not contain a tab or a newline. */
static char *cell(const char *text)
{
	char *copy = mem_str(text ? text : ""), *p;

	for (p = copy; *p; p++)
		if ((unsigned char)*p < ' ')
			*p = ' ';
	return copy;
}

static void read_run(struct index_row *r, const struct store *s, const char *id,
		     int64_t mtime)
{
	struct json *start = NULL, *end = NULL;
	struct err ignored = { 0 };
	struct run run;
	int good = run_read(&run, s, id, &ignored) == 0;

	if (good) {
		start = run.start;
		end = run.end;
		run.start = run.end = NULL;
	} else {
		run_record(s, id, "start.json", &start, &ignored);
		run_record(s, id, "end.json", &end, &ignored);
	}
	r->fresh = 1;
	r->id = mem_str(id);
	r->mtime = mtime;
	r->ended = !!end;
	r->state = mem_str(good ? run_state_name(run.state) : "damaged");
	r->tool = cell(start ? json_str(start, "tool") : NULL);
	r->time = cell(start ? json_str(start, "time") : NULL);
	r->in = cell(start ? json_str(start, "pipe_in") : NULL);
	r->out = cell(start ? json_str(start, "pipe_out") : NULL);
	r->what = cell(start ? json_str(start, "what") : NULL);
	r->seconds = cell(end ? json_str(end, "seconds") : NULL);
	json_free(start);
	json_free(end);
	if (good)
		run_release(&run);
}

/* A run that had not ended when the cache was written may be running, or may
 * have been interrupted since. */
static void refresh_state(struct index_row *r, const struct store *s)
{
	static char running[] = "running", interrupted[] = "interrupted";

	if (r->fresh || r->ended)
		return;
	r->state = run_state_of(s, r->id, NULL) == RUN_RUNNING ? running :
								 interrupted;
}

static void write_row(struct buf *b, const struct index_row *r)
{
	buf_printf(b, "%s\t%lld\t%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", r->id,
		   (long long)r->mtime, r->ended, r->state, r->tool, r->time,
		   r->seconds, r->in, r->out, r->what);
}

/* Writes the rows that may be cached to a new file and renames it.  The file is
 * not synced: if a crash cuts it off, its footer is missing and it is ignored.
 * A store that is read-only has no cache, which is no error. */
static void write_cache(const struct index *x, const struct store *s,
			int64_t now)
{
	char *path = store_join(s, "index"), *dir = store_join(s, "tmp");
	struct buf b = { 0 };
	struct err ignored = { 0 };
	char *temp;
	size_t i;
	int fd = durable_temp(dir, &temp, &ignored), bad;

	if (fd >= 0) {
		buf_str(&b, HEADER);
		for (i = 0; i < x->n; i++) {
			if (x->at[i].mtime < now - RACY &&
			    strcmp(x->at[i].state, "damaged"))
				write_row(&b, &x->at[i]);
		}
		add_footer(&b);
		bad = durable_add(fd, b.data, b.len, temp, &ignored);
		close(fd);
		if (bad || rename(temp, path) < 0)
			unlink(temp);
		free(temp);
	}
	buf_release(&b);
	free(dir);
	free(path);
}

/* Returns the time of the file system's clock, which also sets the mtimes. */
static int64_t file_system_now(const struct store *s)
{
	char *dir = store_join(s, "tmp"), *temp;
	struct err ignored = { 0 };
	int fd = durable_temp(dir, &temp, &ignored);
	int64_t now = 0;
	struct stat st;

	if (fd >= 0) {
		if (fstat(fd, &st) == 0)
			now = mtime_of(&st);
		close(fd);
		unlink(temp);
	}
	free(temp);
	free(dir);
	return now;
}

/* Copies the rows of CACHE that are still valid and reads the others from their
 * records.  Returns how many of the latter can be cached. */
static int merge(struct index *x, struct index *cache, const struct store *s,
		 const struct strs *ids, int runs)
{
	struct stat st;
	size_t i, k = 0;
	int fresh = 0;

	for (i = 0; i < ids->n; i++) {
		const char *id = ids->at[i];
		struct index_row *r;

		if (fstatat(runs, id, &st, AT_SYMLINK_NOFOLLOW) < 0 ||
		    !S_ISDIR(st.st_mode))
			continue;
		while (k < cache->n && strcmp(cache->at[k].id, id) < 0)
			k++;
		r = add_row(x);
		if (k < cache->n && !strcmp(cache->at[k].id, id) &&
		    cache->at[k].mtime == mtime_of(&st)) {
			*r = cache->at[k];
			refresh_state(r, s);
			continue;
		}
		read_run(r, s, id, mtime_of(&st));
		fresh += strcmp(r->state, "damaged") != 0;
	}
	return fresh;
}

int index_read(struct index *x, const struct store *s, struct err *err)
{
	struct index cache = { 0 };
	struct strs ids = { 0 };
	char *path = store_join(s, "runs");
	int runs = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int rc = -1;

	memset(x, 0, sizeof *x);
	if (runs < 0)
		err_sys(err, "cannot read '%s'", path);
	else
		rc = run_list(s, &ids, err);
	if (rc == 0) {
		read_cache(&cache, s);
		if (merge(x, &cache, s, &ids, runs))
			write_cache(x, s, file_system_now(s));
		x->text = cache.text;
		cache.text = NULL;
		cache.n = 0;
	}
	if (runs >= 0)
		close(runs);
	index_release(&cache);
	strs_release(&ids);
	free(path);
	return rc;
}
