/* made.c - see made.h. */
#include "run/made.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "run/run.h"
#include "run/run_id.h"
#include "store/durable.h"
#include "store/ledger.h"

#define FILE_NAME "made"
/* Bytes of the ledger that are told, number of runs that had not ended. */
#define HEADER "xp made 1 %020llu %020llu\n"
#define HEADER_SIZE (sizeof("xp made 1 ") - 1 + 20 + 1 + 20 + 1)
#define OPEN (RUN_ID_SIZE + 1)		       /* "ID\n" */
#define ROW (DIGEST_HEX + 1 + RUN_ID_SIZE + 1) /* "DIGEST ID\n" */
#define FOOTER (DIGEST_HEX + 1)
#define MAX_MADE ((size_t)1 << 32)
#define MANY 64 /* changed runs: enough to write the file anew */

struct made {
	const struct store *store;
	unsigned long long told; /* bytes of the ledger */
	int fd;			 /* the file, or -1 if it is of no use */
	size_t head;		 /* where its rows begin, which are sorted */
	size_t rows;
	struct strs changed; /* runs whose rows do not count, sorted */
	struct strs open;    /* of these, those that have not ended */
	struct buf fresh;    /* rows of CHANGED, sorted */
};

static int by_row(const void *a, const void *b)
{
	return memcmp(a, b, ROW);
}

/* Returns the size of the ledger, 0 if there is none. */
static unsigned long long ledger_size(const struct store *s)
{
	char *path = store_join(s, LEDGER);
	struct stat st;
	int there = stat(path, &st) == 0 && S_ISREG(st.st_mode);

	free(path);
	return there ? (unsigned long long)st.st_size : 0;
}

static int is_whole(const struct buf *b)
{
	char hex[DIGEST_HEX + 1];
	struct digest d;

	if (b->len < HEADER_SIZE + FOOTER)
		return 0;
	digest_of(&d, b->data, b->len - FOOTER);
	return !memcmp(b->data + b->len - FOOTER, digest_hex(hex, &d),
		       DIGEST_HEX);
}

int made_is_damaged(const struct store *s)
{
	char *path = store_join(s, FILE_NAME);
	struct err ignored = { 0 };
	struct buf b = { 0 };
	int rc = durable_read(&b, path, MAX_MADE, &ignored);
	int bad = rc < 0 || (rc == 1 && !is_whole(&b));

	buf_release(&b);
	free(path);
	return bad;
}

void made_drop(const struct store *s)
{
	char *path = store_join(s, FILE_NAME);

	unlink(path);
	free(path);
}

/* Returns 1 if N bytes of the file are now in TO. */
static int read_at(const struct made *m, void *to, size_t n, size_t from)
{
	size_t got = 0;

	while (got < n) {
		ssize_t k = pread(m->fd, (char *)to + got, n - got,
				  (off_t)(from + got));

		if (k <= 0)
			return 0;
		got += (size_t)k;
	}
	return 1;
}

/* The runs that had not ended. */
static int read_open(struct made *m, size_t n)
{
	char *list = mem_zero(n + 1, OPEN);
	int good = read_at(m, list, n * OPEN, HEADER_SIZE);

	for (size_t i = 0; good && i < n; i++)
		strs_take(&m->changed, mem_strn(list + i * OPEN, RUN_ID_SIZE));
	free(list);
	return good;
}

/* Opens the file, of which a search reads few rows; it is replaced, never
 * changed.  Its rows are not trusted: a run that is named is read.  Returns how
 * much of the ledger it tells, 0 if it is of no use. */
static unsigned long long use_cache(struct made *m)
{
	char *path = store_join(m->store, FILE_NAME);
	char text[HEADER_SIZE + 1] = "";
	unsigned long long told = 0, open_runs = 0;
	struct stat st = { 0 };
	size_t size, fixed = HEADER_SIZE + FOOTER;
	int good;

	m->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	free(path);
	good = m->fd >= 0 && fstat(m->fd, &st) == 0 &&
	       (size = (size_t)st.st_size) >= fixed && size <= MAX_MADE &&
	       read_at(m, text, HEADER_SIZE, 0) &&
	       sscanf(text, "xp made 1 %20llu %20llu\n", &told, &open_runs) ==
		       2 &&
	       told <= m->told && open_runs <= (size - fixed) / OPEN &&
	       (size - fixed - (size_t)open_runs * OPEN) % ROW == 0 &&
	       read_open(m, (size_t)open_runs);
	if (!good)
		return 0;
	m->head = HEADER_SIZE + (size_t)open_runs * OPEN;
	m->rows = (size - FOOTER - m->head) / ROW;
	return told;
}

/* Adds the runs that TEXT, a part of the ledger, names. */
static void add_named(struct made *m, const char *text)
{
	static const char runs[] = "  runs/";
	const char *at = text;

	while ((at = strstr(at, runs))) {
		char *id = mem_strn(at + strlen(runs), RUN_ID_SIZE);

		at += strlen(runs);
		if (run_id_is(id))
			strs_add(&m->changed, id);
		free(id);
	}
}

/* The ledger from FROM on.  A line that is being written lacks its newline; its
 * run is named by an earlier one or will be. */
static int read_tail(struct made *m, unsigned long long from, struct err *err)
{
	char *path = store_join(m->store, LEDGER);
	size_t n = (size_t)(m->told - from), got = 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char *text = mem_zero(n + 1, 1);

	while (fd >= 0 && got < n) {
		ssize_t k = pread(fd, text + got, n - got, (off_t)(from + got));

		if (k <= 0)
			break;
		got += (size_t)k;
	}
	if (fd >= 0)
		close(fd);
	if (got == n)
		add_named(m, text);
	else
		err_sys(err, "cannot read '%s'", path);
	free(text);
	free(path);
	return got == n ? 0 : -1;
}

static void sort_once(struct strs *s)
{
	size_t n = 0;

	strs_sort(s);
	for (size_t i = 0; i < s->n; i++)
		if (n && !strcmp(s->at[n - 1], s->at[i]))
			free(s->at[i]);
		else
			s->at[n++] = s->at[i];
	s->n = n;
}

static void read_outputs(struct made *m, const char *id)
{
	char *path = run_path(m->store, id, "outputs");
	char *end = run_path(m->store, id, "end.json");
	char *dir = run_path(m->store, id, "");
	struct file_list l = { 0 };
	struct err ignored = { 0 };
	char hex[DIGEST_HEX + 1];

	/* Looked at first: a run that ends meanwhile is looked at again. */
	if (access(end, F_OK) < 0 && access(dir, F_OK) == 0)
		strs_add(&m->open, id);
	if (file_list_read(&l, path, &ignored) == 0)
		for (size_t i = 0; i < l.n; i++)
			buf_printf(&m->fresh, "%s %s\n",
				   digest_hex(hex, &l.list[i].digest), id);
	file_list_release(&l);
	free(dir);
	free(end);
	free(path);
}

/* Adds the rows that still count, and the fresh ones. */
static int add_rows(const struct made *m, struct buf *to)
{
	char *row = mem_alloc(m->rows * ROW + 1), id[RUN_ID_SIZE + 1] = "";
	int good = read_at(m, row, m->rows * ROW, m->head);
	size_t head = to->len;

	for (size_t i = 0; good && i < m->rows; i++) {
		memcpy(id, row + i * ROW + DIGEST_HEX + 1, RUN_ID_SIZE);
		if (strs_find(&m->changed, id) < 0)
			buf_add(to, row + i * ROW, ROW);
	}
	free(row);
	buf_add(to, buf_text(&m->fresh), m->fresh.len);
	qsort(to->data + head, (to->len - head) / ROW, ROW, by_row);
	return good;
}

static void write_cache(const struct made *m)
{
	char *path = store_join(m->store, FILE_NAME);
	char *dir = store_join(m->store, "tmp"), *temp;
	char hex[DIGEST_HEX + 1];
	struct err ignored = { 0 };
	struct buf b = { 0 };
	struct digest d;
	int fd = -1;

	buf_printf(&b, HEADER, m->told, (unsigned long long)m->open.n);
	for (size_t i = 0; i < m->open.n; i++)
		buf_printf(&b, "%s\n", m->open.at[i]);
	if (add_rows(m, &b))
		fd = durable_temp(dir, &temp, &ignored);
	digest_of(&d, b.data, b.len);
	buf_printf(&b, "%s\n", digest_hex(hex, &d));
	if (fd >= 0) {
		int bad = durable_add(fd, b.data, b.len, temp, &ignored);

		close(fd);
		if (bad || rename(temp, path) < 0)
			unlink(temp);
		free(temp);
	}
	buf_release(&b);
	free(dir);
	free(path);
}

int made_open(struct made **to, const struct store *s, struct err *err)
{
	struct made *m = mem_zero(1, sizeof *m);
	unsigned long long from;
	int rc;

	m->store = s;
	/* What is written from now on is named behind this. */
	m->told = ledger_size(s);
	from = use_cache(m);
	rc = from ? read_tail(m, from, err) : run_list(s, &m->changed, err);
	if (rc) {
		made_close(m);
		return -1;
	}
	sort_once(&m->changed);
	for (size_t i = 0; i < m->changed.n; i++)
		read_outputs(m, m->changed.at[i]);
	if (m->fresh.len)
		qsort(m->fresh.data, m->fresh.len / ROW, ROW, by_row);
	if (m->told && m->changed.n > m->open.n + MANY)
		write_cache(m);
	*to = m;
	return 0;
}

/* Rows of the file, or of TEXT. */
struct made_rows {
	const struct made *m;
	const char *text;
	size_t n;
};

/* Copies row I to TO; one that cannot be read is before all others. */
static void get_row(const struct made_rows *r, size_t i, char to[ROW])
{
	if (r->text)
		memcpy(to, r->text + i * ROW, ROW);
	else if (!read_at(r->m, to, ROW, r->m->head + i * ROW))
		memset(to, 0, ROW);
}

/* Returns the number of the first row that is not before HEX. */
static size_t first_of(const struct made_rows *r, const char *hex)
{
	size_t low = 0, high = r->n;
	char row[ROW];

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		get_row(r, mid, row);
		if (memcmp(row, hex, DIGEST_HEX) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static void add_found(const struct made_rows *r, const char *hex,
		      const struct strs *without, struct strs *ids)
{
	char row[ROW];

	for (size_t i = first_of(r, hex); i < r->n; i++) {
		char *id;

		get_row(r, i, row);
		if (memcmp(row, hex, DIGEST_HEX) != 0)
			break;
		id = mem_strn(row + DIGEST_HEX + 1, RUN_ID_SIZE);
		if (without && strs_find(without, id) >= 0)
			free(id);
		else
			strs_take(ids, id);
	}
}

void made_by(const struct made *m, const struct digest *d, struct strs *ids)
{
	const struct made_rows file = { .m = m, .n = m->rows };
	const struct made_rows fresh = { .text = buf_text(&m->fresh),
					 .n = m->fresh.len / ROW };
	char hex[DIGEST_HEX + 1];
	struct digest empty;

	digest_of(&empty, "", 0);
	if (digest_same(d, &empty))
		return;
	digest_hex(hex, d);
	add_found(&file, hex, &m->changed, ids);
	add_found(&fresh, hex, NULL, ids);
	sort_once(ids);
}

void made_close(struct made *m)
{
	if (!m)
		return;
	if (m->fd >= 0)
		close(m->fd);
	buf_release(&m->fresh);
	strs_release(&m->changed);
	strs_release(&m->open);
	free(m);
}
