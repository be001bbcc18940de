/* ledger.c - see ledger.h. */
#include "store/ledger.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/durable.h"

#define MAX_LEDGER ((size_t)1 << 30)
#define RESTORED "../SHA256SUMS" /* what an archive says of its members */

/* The ledger gets the mode of `objects`, so that a shared store stays shared
 * whatever the umask is. */
static void share(const struct store *s, int fd)
{
	char *objects = store_join(s, "objects");
	struct stat st;

	if (stat(objects, &st) == 0)
		fchmod(fd, st.st_mode & 0666);
	free(objects);
}

static int open_ledger(const struct store *s, const char *path)
{
	int fd = open(path, O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW);

	if (fd >= 0)
		return fd;
	fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW,
		  0666);
	if (fd >= 0)
		share(s, fd);
	return fd;
}

int ledger_add(const struct store *s, const char *path, const struct digest *d,
	       struct err *err)
{
	char *file = store_join(s, LEDGER);
	struct digest gone = { 0 };
	struct buf line = { 0 };
	int fd = open_ledger(s, file), rc;

	file_list_line(&line, path, d ? d : &gone);
	if (fd < 0)
		rc = err_sys(err, "cannot open '%s'", file);
	else
		rc = durable_line(fd, &line, file, err);
	if (!rc && fdatasync(fd) < 0)
		rc = err_sys(err, "cannot write '%s'", file);
	if (fd >= 0)
		close(fd);
	buf_release(&line);
	free(file);
	return rc;
}

int ledger_add_file(const struct store *s, const char *path, struct err *err)
{
	struct buf b = { 0 };
	struct digest d;
	int rc = store_read(s, path, &b, err);

	digest_of(&d, buf_text(&b), b.len);
	if (rc >= 0)
		rc = ledger_add(s, path, rc ? &d : NULL, err);
	buf_release(&b);
	return rc;
}

/* Returns how many of the N bytes TEXT, at most MOST, are in CHARACTERS. */
static size_t span(const char *text, size_t n, const char *characters,
		   size_t most)
{
	size_t k = 0;

	while (k < n && k < most && text[k] && strchr(characters, text[k]))
		k++;
	return k;
}

/* Returns 1 if the N bytes PATH begin like the path of a record. */
static int begins_record(const char *path, size_t n)
{
	static const char *const names[] = { "start.json", "end.json", "note",
					     "resume-" };
	size_t most = strlen("runs/20261123-202530-1234abcd/"), k;

	if (n <= strlen("runs/"))
		return !strncmp(path, "runs/", n) || !strncmp(path, "refs/", n);
	k = strlen("runs/");
	if (strncmp(path, "runs/", k))
		return 0;
	k += span(path + k, n - k, "0123456789abcdef-", most - k - 1);
	if (k == n)
		return k < most - 1;
	if (k != most - 1 || path[k] != '/')
		return 0;
	path += most;
	n -= most;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (n < strlen(names[i]) && !strncmp(path, names[i], n))
			return 1;
	return 0;
}

/* Returns 1 if the N bytes LINE may be a line that a full disk or a kill has
 * cut off. */
static int is_cut_line(const char *line, size_t n)
{
	size_t k = span(line, n, "0123456789abcdef", DIGEST_HEX);

	if (k == n)
		return 1;
	if (k != DIGEST_HEX)
		return 0;
	k += span(line + k, n - k, " ", 2);
	return k == n ||
	       (k == DIGEST_HEX + 2 && begins_record(line + k, n - k));
}

static void add_line(struct file_list *l, struct strs *bad, const char *line,
		     size_t n, size_t number)
{
	struct file_list one = { 0 };
	struct err ignored = { 0 };
	int ends = line[n - 1] == '\n';

	if (is_cut_line(line, n - (size_t)ends))
		return;
	if (!ends || file_list_parse(&one, line, n, &ignored) < 0 || one.n != 1)
		strs_take(bad, mem_printf("%zu", number));
	else
		file_list_push(l, one.list[0].path, &one.list[0].digest);
	file_list_release(&one);
}

/* Reads the lines that contain WORD, or all if it is NULL. */
static int read_lines(const struct store *s, const char *word,
		      struct file_list *l, struct strs *bad, struct err *err)
{
	char *path = store_join(s, LEDGER);
	struct buf b = { 0 };
	int rc = durable_read(&b, path, MAX_LEDGER, err);
	size_t pos = 0, number = 1;

	free(path);
	while (rc == 1 && pos < b.len) {
		char *end = memchr(b.data + pos, '\n', b.len - pos);
		size_t n = end ? (size_t)(end - (b.data + pos)) + 1 :
				 b.len - pos;

		if (!word || memmem(b.data + pos, n, word, strlen(word)))
			add_line(l, bad, b.data + pos, n, number);
		number++;
		pos += n;
	}
	buf_release(&b);
	return rc < 0 ? -1 : 0;
}

int ledger_read(const struct store *s, struct file_list *l, struct strs *bad,
		struct err *err)
{
	return read_lines(s, NULL, l, bad, err);
}

void ledger_read_restored(const struct store *s, struct file_list *l)
{
	char *sums = store_join(s, RESTORED);
	struct err ignored = { 0 };
	struct file_list list = { 0 };

	if (file_list_read(&list, sums, &ignored) == 0)
		for (size_t i = 0; i < list.n; i++)
			if (!strncmp(list.list[i].path, ".xp/runs/", 9) ||
			    !strncmp(list.list[i].path, ".xp/refs/", 9))
				for (int k = 0; k < 2; k++)
					file_list_push(l, list.list[i].path + 4,
						       &list.list[i].digest);
	file_list_release(&list);
	free(sums);
}

int ledger_is_gone(const struct digest *d)
{
	static const struct digest gone;

	return digest_same(d, &gone);
}

/* Returns how many bytes at the beginning of B, whole lines, have the digest
 * WANT; 0 if none have. */
static size_t begins_so(const struct buf *b, const struct digest *want)
{
	struct digest d;

	for (size_t n = 0; n < b->len; n++) {
		if (b->data[n] != '\n')
			continue;
		digest_of(&d, b->data, n + 1);
		if (digest_same(&d, want))
			return n + 1;
	}
	return 0;
}

int ledger_may_be(const struct digest *want, const struct digest *old,
		  const struct buf *b, int is_note)
{
	size_t n = 0;
	struct digest d;

	digest_of(&d, buf_text(b), b->len);
	if (digest_same(&d, want))
		return 1;
	if (old && digest_same(old, want))
		return 0; /* confirmed */
	if (old && digest_same(&d, old))
		return 1;
	if (!is_note)
		return 0;
	if (old && !ledger_is_gone(old) && !(n = begins_so(b, old)))
		return begins_so(b, want) > 0;
	return !memchr(buf_text(b) + n, '\n', b->len - n) || begins_so(b, want);
}

/* What the ledger says of a path. */
struct said_record {
	const struct digest *want, *old; /* its last lines, or NULL */
	int has_run; /* 1: it has a line for the start.json of the run */
};

/* What comes before a line that the run was removed does not count. */
static struct said_record look_up(const struct file_list *l, const char *path,
				  const char *id)
{
	char *run = mem_printf("runs/%s", id);
	char *start = mem_printf("%s/start.json", run);
	struct said_record said = { 0 };

	for (size_t i = 0; i < l->n; i++) {
		const struct digest *d = &l->list[i].digest;

		if (!strcmp(l->list[i].path, path)) {
			said.old = said.want;
			said.want = d;
		} else if (!strcmp(l->list[i].path, start)) {
			said.has_run = 1;
		} else if (!strcmp(l->list[i].path, run) && ledger_is_gone(d)) {
			said.has_run = 0;
			if (strncmp(path, "refs/", 5) != 0)
				said.want = NULL;
		}
	}
	free(start);
	free(run);
	return said;
}

int ledger_has(const struct store *s, const char *path)
{
	static const char *const lists[] = { LEDGER, RESTORED };
	int has = 0;

	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		char *at = store_join(s, lists[i]);
		struct err ignored = { 0 };
		struct buf b = { 0 };
		int rc = durable_read(&b, at, MAX_LEDGER, &ignored);

		has |= rc < 0 ||
		       (b.len && memmem(b.data, b.len, path, strlen(path)));
		buf_release(&b);
		free(at);
	}
	return has;
}

int ledger_agrees(const struct store *s, const char *path, const char *id,
		  const struct buf *b, struct err *err)
{
	int is_note = strncmp(path, "refs/", 5) != 0;
	/* The lines of a note all name the run. */
	const char *word = is_note ? id : NULL;
	struct file_list l = { 0 };
	struct strs bad = { 0 };
	struct said_record said;
	int rc;

	ledger_read_restored(s, &l);
	rc = read_lines(s, word, &l, &bad, err);
	if (!rc) {
		said = look_up(&l, path, id);
		rc = said.want ?
			     ledger_may_be(said.want, said.old, b, is_note) :
			     !b->len || !said.has_run;
	}
	strs_release(&bad);
	file_list_release(&l);
	return rc;
}
