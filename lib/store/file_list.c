/*
 * file_list.c - see file_list.h.
 */
#include "store/file_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/durable.h"

#define MAX_LIST ((size_t)1 << 30)

void file_list_release(struct file_list *l)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		free(l->list[i].path);
	free(l->list);
	memset(l, 0, sizeof(*l));
}

const struct digest *file_list_find(const struct file_list *l, const char *path)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (!strcmp(l->list[i].path, path))
			return &l->list[i].digest;
	return NULL;
}

static void append(struct file_list *l, char *path, const struct digest *d)
{
	if (l->n == l->cap) {
		l->cap = l->cap ? 2 * l->cap : 16;
		l->list = mem_grow(l->list, l->cap, sizeof(*l->list));
	}
	l->list[l->n].path = path;
	l->list[l->n++].digest = *d;
}

void file_list_push(struct file_list *l, const char *path,
		    const struct digest *d)
{
	append(l, mem_str(path), d);
}

/* By the bytes of the path; of equal paths, the one added last comes first. */
static int by_path(const void *a, const void *b, void *list)
{
	const struct file_list *l = list;
	size_t i = *(const size_t *)a, k = *(const size_t *)b;
	int c = strcmp(l->list[i].path, l->list[k].path);

	return c ? c : (i < k) - (i > k);
}

void file_list_sort(struct file_list *l)
{
	size_t *order = mem_alloc((l->n + 1) * sizeof *order), i;
	struct file_list sorted = { 0 };

	for (i = 0; i < l->n; i++)
		order[i] = i;
	qsort_r(order, l->n, sizeof *order, by_path, l);
	for (i = 0; i < l->n; i++) {
		char *path = l->list[order[i]].path;

		if (sorted.n && !strcmp(sorted.list[sorted.n - 1].path, path))
			free(path);
		else
			append(&sorted, path, &l->list[order[i]].digest);
	}
	free(order);
	free(l->list);
	*l = sorted;
}

void file_list_line(struct buf *to, const char *path, const struct digest *d)
{
	char hex[DIGEST_HEX + 1];

	if (strpbrk(path, "\\\n\r"))
		buf_char(to, '\\');
	buf_str(to, digest_hex(hex, d));
	buf_str(to, "  ");
	for (; *path; path++) {
		if (*path == '\\')
			buf_str(to, "\\\\");
		else if (*path == '\n')
			buf_str(to, "\\n");
		else if (*path == '\r')
			buf_str(to, "\\r");
		else
			buf_char(to, *path);
	}
	buf_char(to, '\n');
}

void file_list_text(const struct file_list *l, struct buf *to)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		file_list_line(to, l->list[i].path, &l->list[i].digest);
}

/* Undoes the escapes of file_list_line in place.  Returns -1 if TEXT has an
 * escape that file_list_line does not write. */
static int unescape(char *path)
{
	char *to = path;

	for (; *path; path++) {
		char c = *path;

		if (c == '\\') {
			c = *++path;
			if (c == 'n')
				c = '\n';
			else if (c == 'r')
				c = '\r';
			else if (c != '\\')
				return -1;
		}
		*to++ = c;
	}
	*to = 0;
	return 0;
}

static int parse_line(struct file_list *l, const char *line, size_t n)
{
	int escaped = n && *line == '\\';
	struct digest d;
	char *path;

	line += escaped;
	n -= (size_t)escaped;
	if (n < DIGEST_HEX + 3 || memchr(line, 0, n) ||
	    digest_parse(&d, line) < 0 || line[DIGEST_HEX] != ' ' ||
	    !strchr(" *", line[DIGEST_HEX + 1]))
		return -1;
	path = mem_strn(line + DIGEST_HEX + 2, n - DIGEST_HEX - 2);
	if (escaped && unescape(path) < 0) {
		free(path);
		return -1;
	}
	append(l, path, &d);
	return 0;
}

int file_list_parse(struct file_list *l, const char *text, size_t n,
		    struct err *err)
{
	const char *end = text + n, *next;
	size_t line = 0;

	for (; text < end; text = next + 1) {
		next = memchr(text, '\n', (size_t)(end - text));
		line++;
		if (!next)
			break;
		if (parse_line(l, text, (size_t)(next - text)) < 0) {
			return err_data(err,
					"line %zu does not have the form "
					"'<sha256>  <path>'",
					line);
		}
	}
	return 0;
}

int file_list_read(struct file_list *l, const char *path, struct err *err)
{
	struct buf b = { 0 };
	int rc = durable_read(&b, path, MAX_LIST, err);

	memset(l, 0, sizeof(*l));
	if (rc == 1) {
		rc = file_list_parse(l, b.data, b.len, err);
		if (rc < 0)
			err_wrap(err, "'%s' is damaged: ", path);
	}
	buf_release(&b);
	if (rc < 0)
		file_list_release(l);
	return rc;
}
