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
#include "run/tag.h"
#include "run/run_order.h"
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

/* The table. */

struct tag {
	char *id;
	const char *name;
};

static int by_id(const void *a, const void *b)
{
	const struct tag *x = a, *y = b;
	int c = strcmp(x->id, y->id);

	return c ? c : strcmp(x->name, y->name);
}

/* Tags of all runs, sorted by run; damaged tags are left out. */
static struct tag *all_tags(const struct store *s, const struct strs *names,
			    size_t *n)
{
	struct tag *tags = mem_zero(names->n + 1, sizeof *tags);
	struct err ignored = { 0 };
	size_t i;

	*n = 0;
	for (i = 0; i < names->n; i++) {
		struct tag *t = &tags[*n];

		t->name = names->at[i];
		if (tag_get(s, t->name, &t->id, &ignored) == 1)
			(*n)++;
	}
	qsort(tags, *n, sizeof *tags, by_id);
	return tags;
}

static int passes(const struct index_row *r, const struct index_filter *f)
{
	return (!f->tool || !strcmp(f->tool, r->tool)) &&
	       (!f->state || !strcmp(f->state, r->state));
}

/* Returns the rows in display order (run_order.h); the caller frees them. */
static size_t *in_order(const struct index *x)
{
	struct run_order_run *r = mem_zero(x->n + 1, sizeof *r);
	size_t *order = mem_alloc((x->n + 1) * sizeof *order), i;

	for (i = 0; i < x->n; i++) {
		r[i].id = x->at[i].id;
		r[i].in = x->at[i].in;
		r[i].out = x->at[i].out;
	}
	run_order(r, x->n, order);
	free(r);
	return order;
}

/* Returns the index of the first row to show. */
static size_t first(const struct index *x, const size_t *order,
		    const struct index_filter *f)
{
	int64_t left = f->last;
	size_t i;

	if (left <= 0)
		return 0;
	for (i = x->n; i > 0; i--)
		if (passes(&x->at[order[i - 1]], f) && --left == 0)
			return i - 1;
	return 0;
}

/* Returns the index of the first tag of run ID, or where it would be. */
static size_t find_tag(const struct tag *tags, size_t n, const char *id)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (strcmp(tags[mid].id, id) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* Others gave these names: control characters must not reach a terminal. */
static void set_visible(struct tsv *t, size_t row, int column, const char *text)
{
	struct buf b = { 0 };

	buf_visible(&b, text);
	tsv_set(t, row, column, buf_text(&b));
	buf_release(&b);
}

static void fill_row(struct tsv *t, const struct index_row *r, const char *tags)
{
	const char *cells[] = { r->id,	    r->state, r->tool, r->time,
				r->seconds, tags,     r->what };
	size_t row = tsv_add_row(t), i;

	for (i = 0; i < sizeof cells / sizeof *cells; i++)
		set_visible(t, row, (int)i, cells[i]);
}

static void fill(struct tsv *t, const struct index *x,
		 const struct index_filter *f, const struct tag *tags, size_t n)
{
	size_t *order = in_order(x), i, k;
	struct buf b = { 0 };

	for (i = first(x, order, f); i < x->n; i++) {
		const struct index_row *r = &x->at[order[i]];

		if (!passes(r, f))
			continue;
		buf_clear(&b);
		for (k = find_tag(tags, n, r->id);
		     k < n && !strcmp(tags[k].id, r->id); k++) {
			if (b.len)
				buf_char(&b, ' ');
			buf_str(&b, tags[k].name);
		}
		fill_row(t, r, buf_text(&b));
	}
	buf_release(&b);
	free(order);
}

int index_table(struct tsv *t, const struct store *s,
		const struct index_filter *f, struct err *err)
{
	static const char *const columns[] = { "id",   "state",	  "tool",
					       "time", "seconds", "tags",
					       "what" };
	struct strs names = { 0 };
	struct index x = { 0 };
	struct tag *tags;
	size_t i, n;
	int rc = tag_list(s, &names, err);

	for (i = 0; i < sizeof columns / sizeof *columns; i++)
		tsv_add_column(t, columns[i]);
	if (rc == 0)
		rc = index_read(&x, s, err);
	if (rc == 0) {
		tags = all_tags(s, &names, &n);
		fill(t, &x, f, tags, n);
		for (i = 0; i < n; i++)
			free(tags[i].id);
		free(tags);
	}
	index_release(&x);
	strs_release(&names);
	return rc;
}
