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
#define HEADER_SIZE (strlen("xp made 1 ") + 20 + 1 + 20 + 1)
#define OPEN (RUN_ID_SIZE + 1)		       /* "ID\n" */
#define ROW (DIGEST_HEX + 1 + RUN_ID_SIZE + 1) /* "DIGEST ID\n" */
#define FOOTER (DIGEST_HEX + 1)
#define MAX_MADE ((size_t)1 << 32)
#define MANY 64 /* changed runs: enough to write the file anew */

struct made {
	const struct store *store;
	unsigned long long told; /* bytes of the ledger */
	struct buf cache;	 /* the file, empty if it is of no use */
	const char *row;	 /* in it, sorted */
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

/* Takes the file apart.  Its rows are not trusted: a run that is named is read.
 * Returns how much of the ledger it tells, 0 if it is of no use. */
static unsigned long long use_cache(struct made *m)
{
	char *path = store_join(m->store, FILE_NAME);
	struct err ignored = { 0 };
	unsigned long long told = 0, open = 0;
	struct buf *b = &m->cache;
	size_t head, rest = 0;
	int good = durable_read(b, path, MAX_MADE, &ignored) == 1 &&
		   b->len >= HEADER_SIZE + FOOTER &&
		   sscanf(b->data, "xp made 1 %20llu %20llu\n", &told, &open) ==
			   2 &&
		   open <= b->len / OPEN;

	free(path);
	head = HEADER_SIZE + (good ? (size_t)open : 0) * OPEN;
	if (good && head + FOOTER <= b->len)
		rest = b->len - head - FOOTER;
	good = good && head + FOOTER <= b->len && rest % ROW == 0 &&
	       told <= m->told;
	for (size_t i = 0; good && i < open; i++)
		strs_take(&m->changed,
			  mem_strn(b->data + HEADER_SIZE + i * OPEN,
				   RUN_ID_SIZE));
	m->row = good ? b->data + head : NULL;
	m->rows = good ? rest / ROW : 0;
	return good ? told : 0;
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

/* Writes the rows that still count, and the fresh ones. */
static void write_cache(const struct made *m)
{
	char *path = store_join(m->store, FILE_NAME);
	char *dir = store_join(m->store, "tmp"), *temp;
	char hex[DIGEST_HEX + 1], id[RUN_ID_SIZE + 1] = "";
	struct err ignored = { 0 };
	struct buf b = { 0 };
	struct digest d;
	size_t head;
	int fd = durable_temp(dir, &temp, &ignored);

	buf_printf(&b, HEADER, m->told, (unsigned long long)m->open.n);
	for (size_t i = 0; i < m->open.n; i++)
		buf_printf(&b, "%s\n", m->open.at[i]);
	head = b.len;
	for (size_t i = 0; i < m->rows; i++) {
		memcpy(id, m->row + i * ROW + DIGEST_HEX + 1, RUN_ID_SIZE);
		if (strs_find(&m->changed, id) < 0)
			buf_add(&b, m->row + i * ROW, ROW);
	}
	buf_add(&b, buf_text(&m->fresh), m->fresh.len);
	qsort(b.data + head, (b.len - head) / ROW, ROW, by_row);
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

/* Returns the number of the first of N ROWS that is not before HEX. */
static size_t first_of(const char *row, size_t rows, const char *hex)
{
	size_t low = 0, high = rows;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (memcmp(row + mid * ROW, hex, DIGEST_HEX) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static void add_found(const char *row, size_t rows, const char *hex,
		      const struct strs *without, struct strs *ids)
{
	for (size_t i = first_of(row, rows, hex);
	     i < rows && !memcmp(row + i * ROW, hex, DIGEST_HEX); i++) {
		char *id = mem_strn(row + i * ROW + DIGEST_HEX + 1,
				    RUN_ID_SIZE);

		if (without && strs_find(without, id) >= 0)
			free(id);
		else
			strs_take(ids, id);
	}
}

void made_by(const struct made *m, const struct digest *d, struct strs *ids)
{
	char hex[DIGEST_HEX + 1];
	struct digest empty;

	digest_of(&empty, "", 0);
	if (digest_same(d, &empty))
		return;
	digest_hex(hex, d);
	add_found(m->row, m->rows, hex, &m->changed, ids);
	add_found(buf_text(&m->fresh), m->fresh.len / ROW, hex, NULL, ids);
	sort_once(ids);
}

void made_close(struct made *m)
{
	if (!m)
		return;
	buf_release(&m->cache);
	buf_release(&m->fresh);
	strs_release(&m->changed);
	strs_release(&m->open);
	free(m);
}
