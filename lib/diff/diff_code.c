/* diff_code.c - see diff_code.h. */
#include "diff/diff_code.h"

#include <string.h>

#include "code/code_list.h"
#include "diff/diff_lines.h"
#include "store/object.h"

#define MAX_TEXT ((size_t)1 << 20)

static int read_list(struct code_list *l, const struct diff_run *of)
{
	const struct json *code = json_get(of->run->start, "code");
	const char *files = code ? json_str(code, "files") : NULL;
	struct err ignored = { 0 };

	return files && code_list_read(l, of->store, files, &ignored) == 0;
}

/* The content of a text file; 0: it is none, or was not kept. */
static int read_text(const struct diff_run *of, const struct code_file *f,
		     struct buf *to)
{
	struct err ignored = { 0 };

	return f->kind != CODE_MODULE && object_has(of->store, &f->digest) &&
	       object_get(of->store, &f->digest, to, &ignored) == 0 &&
	       to->len <= MAX_TEXT &&
	       !memchr(buf_text(to), 0, to->len ? to->len : 0);
}

static void add_file(struct json *list, const struct diff_run *a,
		     const struct code_file *x, const struct diff_run *b,
		     const struct code_file *y)
{
	struct json *j = json_new();
	struct buf one = { 0 }, two = { 0 }, text = { 0 };
	int same = x && y && digest_same(&x->digest, &y->digest);

	json_set_str(j, "file", (x ? x : y)->path);
	json_set_str(j, "a", a->run->id);
	json_set_str(j, "b", b->run->id);
	json_set_str(j, "change",
		     !x	  ? "added" :
		     !y	  ? "removed" :
		     same ? "mode" :
			    "changed");
	if (!same && (!x || read_text(a, x, &one)) &&
	    (!y || read_text(b, y, &two))) {
		diff_lines(&text, (x ? x : y)->path, x ? &one : NULL,
			   y ? &two : NULL);
		json_set_str(j, "text", buf_text(&text));
	}
	json_add(list, j);
	buf_release(&one);
	buf_release(&two);
	buf_release(&text);
}

void diff_code(struct json *list, const struct diff_run *a,
	       const struct diff_run *b)
{
	struct code_list x = { 0 }, y = { 0 };
	size_t i = 0, k = 0;

	if (read_list(&x, a) && read_list(&y, b))
		while (i < x.n || k < y.n) {
			const struct code_file *f = &x.list[i], *g = &y.list[k];
			int d = i == x.n ? 1 :
				k == y.n ? -1 :
					   strcmp(f->path, g->path);

			if (d)
				add_file(list, a, d < 0 ? f : NULL, b,
					 d > 0 ? g : NULL);
			else if (f->kind != g->kind ||
				 !digest_same(&f->digest, &g->digest))
				add_file(list, a, f, b, g);
			i += d <= 0;
			k += d >= 0;
		}
	code_list_release(&x);
	code_list_release(&y);
}
