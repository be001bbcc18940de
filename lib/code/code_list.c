/* code_list.c - see code_list.h. */
#include "code/code_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/file_list.h"
#include "store/object.h"

void code_list_add(struct code_list *l, enum code_kind kind, const char *path,
		   const struct digest *d)
{
	if (l->n == l->cap) {
		l->cap = l->cap ? 2 * l->cap : 64;
		l->list = mem_grow(l->list, l->cap, sizeof *l->list);
	}
	l->list[l->n++] = (struct code_file){ .path = mem_str(path),
					      .kind = kind,
					      .digest = *d };
}

static int by_path(const void *a, const void *b)
{
	const struct code_file *x = a, *y = b;

	return strcmp(x->path, y->path);
}

void code_list_sort(struct code_list *l)
{
	size_t i = 1;

	while (i < l->n && by_path(&l->list[i - 1], &l->list[i]) <= 0)
		i++;
	if (i < l->n)
		qsort(l->list, l->n, sizeof *l->list, by_path);
}

void code_list_text(const struct code_list *l, struct buf *to)
{
	for (size_t i = 0; i < l->n; i++) {
		buf_char(to, (char)l->list[i].kind);
		buf_char(to, ' ');
		file_list_line(to, l->list[i].path, &l->list[i].digest);
	}
}

static int parse_line(struct code_list *l, const char *line, size_t n)
{
	struct file_list one = { 0 };
	struct err ignored = { 0 };
	int rc = -1;

	if (n > 3 && strchr("fxlm", *line) && line[1] == ' ' &&
	    file_list_parse(&one, line + 2, n - 2, &ignored) == 0 &&
	    one.n == 1) {
		code_list_add(l, (enum code_kind) * line, one.list[0].path,
			      &one.list[0].digest);
		rc = 0;
	}
	file_list_release(&one);
	return rc;
}

static int parse(struct code_list *l, const char *text, size_t n,
		 struct err *err)
{
	const char *end = text + n, *next;

	for (size_t line = 1; text < end; text = next + 1, line++) {
		next = memchr(text, '\n', (size_t)(end - text));
		if (!next || parse_line(l, text, (size_t)(next + 1 - text)) < 0)
			return err_data(err,
					"line %zu does not have the form "
					"'<kind> <sha256>  <path>'",
					line);
	}
	return 0;
}

int code_list_read(struct code_list *l, const struct store *s, const char *hex,
		   struct err *err)
{
	struct buf b = { 0 };
	struct digest d;
	int rc;

	memset(l, 0, sizeof *l);
	if (strlen(hex) != DIGEST_HEX || digest_parse(&d, hex) < 0)
		return err_data(err,
				"'%.80s' is not the digest of a list of code",
				hex);
	rc = object_get(s, &d, &b, err);
	if (!rc && (rc = parse(l, buf_text(&b), b.len, err)) < 0)
		err_wrap(err, "the list of code %.12s is damaged: ", hex);
	buf_release(&b);
	if (rc < 0)
		code_list_release(l);
	return rc;
}

void code_list_release(struct code_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->list[i].path);
	free(l->list);
	memset(l, 0, sizeof *l);
}
