/* ref.c - see ref.h. */
#include "image/ref.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/num.h"
#include "file/path.h"
#include "base/strs.h"

void ref_split(const char *ref, char **path, char **select)
{
	size_t n = strlen(ref);
	const char *open = strrchr(ref, '[');

	if (!open || open == ref || ref[n - 1] != ']' || path_exists(ref))
		open = ref + n;
	*path = mem_strn(ref, (size_t)(open - ref));
	*select = mem_str(open);
}

char *ref_with_axes(const char *ref, const char *axes)
{
	char *path, *select, *to, *item = NULL;
	int said;

	if (!axes)
		return mem_str(ref);
	ref_split(ref, &path, &select);
	if (select[0]) {
		select[strlen(select) - 1] = 0;
		item = select + 1;
	}
	said = item && (strstr(item, "axes=") || *item == '*' ||
			(*item >= '0' && *item <= '9'));
	to = said ? mem_str(ref) :
		    mem_printf("%s[axes=%s%s%s]", path, axes,
			       item && *item ? "," : "", item ? item : "");
	free(path);
	free(select);
	return to;
}

static int parse_text(char **to, const char *text)
{
	if (*to || !*text || strchr(text, '*'))
		return -1;
	*to = mem_str(text);
	return 0;
}

static int parse_item(struct ref *r, const char *item)
{
	long *to = &r->page;
	int by_name = 0;
	int64_t x;

	if (!strcmp(item, "raw")) {
		r->raw = 1;
		return 0;
	}
	if (!strcmp(item, "z=all")) {
		int twice = r->stack || r->z >= 0;

		r->stack = 1;
		return twice ? -1 : 0;
	}
	if (!strncmp(item, "axes=", 5))
		return parse_text(&r->axes, item + 5);
	if (item[0] && item[1] == '=') {
		to = item[0] == 'c' ? &r->c :
		     item[0] == 'z' ? &r->z :
		     item[0] == 't' ? &r->t :
				      NULL;
		by_name = item[0] == 'c';
		item += 2;
	}
	if (!to || *to >= 0 || (to == &r->z && r->stack))
		return -1;
	if (num_int(&x, item) < 0)
		return by_name ? parse_text(&r->channel, item) : -1;
	if (x < 0 || x > INT32_MAX)
		return -1;
	*to = (long)x;
	return 0;
}

int ref_parse(struct ref *r, const char *ref, struct err *err)
{
	struct strs items = { 0 };
	char *select;
	int rc = 0;

	*r = (struct ref){ .page = -1, .c = -1, .z = -1, .t = -1 };
	ref_split(ref, &r->path, &select);
	if (select[0]) {
		select[strlen(select) - 1] = 0;
		strs_split(&items, select + 1, ',');
	}
	for (size_t i = 0; i < items.n && rc == 0; i++)
		rc = parse_item(r, items.at[i]);
	if ((r->page >= 0 &&
	     (r->z >= 0 || r->t >= 0 || r->axes || r->stack || r->channel)) ||
	    (r->c >= 0 && r->channel))
		rc = -1;
	if (rc < 0) {
		err_data(err,
			 "'%s' is neither a file nor a plane of a file, such "
			 "as 'file.tif[3]', 'file.tif[c=1,z=4,t=0]' or "
			 "'file.tif[c=DAPI]'",
			 ref);
		ref_release(r);
	}
	strs_release(&items);
	free(select);
	return rc;
}

void ref_release(struct ref *r)
{
	free(r->path);
	free(r->channel);
	free(r->axes);
	r->path = r->channel = r->axes = NULL;
}

static void add_selection(struct buf *to, const char *select)
{
	buf_char(to, '_');
	for (; *select; select++)
		if (*select == ',')
			buf_char(to, '_');
		else if (!strchr("[]=", *select))
			buf_char(to, *select);
}

char *ref_stem(const char *ref)
{
	struct buf b = { 0 };
	char *path, *select, *name, *dot;

	ref_split(ref, &path, &select);
	name = strrchr(path, '/');
	name = name ? name + 1 : path;
	dot = strrchr(name, '.');
	if (dot && dot != name)
		*dot = '\0';
	buf_str(&b, name);
	if (*select)
		add_selection(&b, select);
	free(path);
	free(select);
	return buf_detach(&b);
}
