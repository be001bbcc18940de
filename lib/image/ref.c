/* ref.c - see ref.h. */
#include "image/ref.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/num.h"
#include "file/path.h"
#include "base/strs.h"

size_t ref_brackets(const char *text)
{
	size_t n = strlen(text), i = n, open = 0;

	if (!n || text[n - 1] != ']')
		return n;
	while (i--) {
		open += text[i] == ']';
		if (text[i] == '[' && !--open)
			return i ? i : n;
	}
	return n;
}

void ref_split(const char *ref, char **path, char **select)
{
	size_t open = path_exists(ref) ? strlen(ref) : ref_brackets(ref);

	*path = mem_strn(ref, open);
	*select = mem_str(ref + open);
}

/* Appends what SELECT, with its brackets, contains, cut at each comma that is
 * in no brackets of an item. */
static void add_items(struct strs *items, const char *select)
{
	const char *item = select + 1, *end = item;
	int depth = 1;

	for (; *select && depth; end++) {
		depth += (*end == '[') - (*end == ']');
		if (depth && (*end != ',' || depth > 1))
			continue;
		strs_take(items, mem_strn(item, (size_t)(end - item)));
		item = end + 1;
	}
}

void ref_split_items(const char *ref, char **path, struct strs *items)
{
	char *select;

	ref_split(ref, path, &select);
	add_items(items, select);
	free(select);
}

static int begins(const char *item, const char *with)
{
	return !strncmp(item, with, strlen(with));
}

/* Returns 1 if ITEM gives the dark or the flat image. */
static int names_image(const char *item)
{
	return begins(item, "dark=") || begins(item, "flat=");
}

static int says_plane(const char *item)
{
	return !begins(item, "bin=") && !names_image(item);
}

/* Returns the selection of ITEMS that IS_WANTED. */
static char *join(const struct strs *items, int (*is_wanted)(const char *item))
{
	struct buf b = { 0 };

	for (size_t i = 0; i < items->n; i++)
		if (is_wanted(items->at[i]))
			buf_printf(&b, "%c%s", b.len ? ',' : '[', items->at[i]);
	if (b.len)
		buf_char(&b, ']');
	else
		buf_str(&b, "");
	return buf_detach(&b);
}

void ref_split_plane(const char *ref, char **path, char **select)
{
	struct strs items = { 0 };

	ref_split_items(ref, path, &items);
	*select = join(&items, says_plane);
	strs_release(&items);
}

char *ref_with(const char *ref, const char *item)
{
	char *path, *select, *to;
	int has_items;

	ref_split(ref, &path, &select);
	if (select[0])
		select[strlen(select) - 1] = 0;
	has_items = select[0] && select[1];
	to = mem_printf("%s%s%s%s]", path, has_items ? select : "[",
			has_items ? "," : "", item);
	free(path);
	free(select);
	return to;
}

void ref_add_ways(struct buf *to, const struct ref *r)
{
	const char *comma = to->len && to->data[to->len - 1] != '[' ? "," : "";

	if (r->raw) {
		buf_printf(to, "%sraw", comma);
		comma = ",";
	}
	if (r->dark) {
		buf_printf(to, "%sdark=%s", comma, r->dark);
		comma = ",";
	}
	if (r->flat) {
		buf_printf(to, "%sflat=%s", comma, r->flat);
		comma = ",";
	}
	if (r->bin >= 0)
		buf_printf(to, "%sbin=%ld", comma, r->bin);
}

char *ref_with_axes(const char *ref, const char *axes)
{
	char *path, *select, *to;
	const char *inside;
	struct strs items = { 0 };
	int said;

	if (!axes)
		return mem_str(ref);
	ref_split(ref, &path, &select);
	add_items(&items, select);
	said = items.n && items.at[0][0] &&
	       strchr("*0123456789", items.at[0][0]) != NULL;
	for (size_t i = 0; i < items.n; i++)
		said |= begins(items.at[i], "axes=");
	inside = select[0] ? select + 1 : "]";
	to = said ? mem_str(ref) :
		    mem_printf("%s[axes=%s%s%s", path, axes,
			       *inside == ']' ? "" : ",", inside);
	strs_release(&items);
	free(path);
	free(select);
	return to;
}

static int parse_bin(long *to, const char *text)
{
	int64_t x;

	if (*to >= 0 || num_int(&x, text) < 0 || x < 1 || x > REF_BIN_MAX)
		return -1;
	*to = (long)x;
	return 0;
}

/* Takes the reference of an image, which may have a `*` for several planes. */
static int parse_image(char **to, const char *text)
{
	if (*to || !*text)
		return -1;
	*to = mem_str(text);
	return 0;
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
	if (begins(item, "axes="))
		return parse_text(&r->axes, item + 5);
	if (begins(item, "bin="))
		return parse_bin(&r->bin, item + 4);
	if (names_image(item))
		return parse_image(item[0] == 'd' ? &r->dark : &r->flat,
				   item + 5);
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
	int rc = 0;

	*r = (struct ref){ .page = -1, .c = -1, .z = -1, .t = -1, .bin = -1 };
	ref_split_items(ref, &r->path, &items);
	for (size_t i = 0; i < items.n && rc == 0; i++)
		rc = parse_item(r, items.at[i]);
	if ((r->page >= 0 &&
	     (r->z >= 0 || r->t >= 0 || r->axes || r->stack || r->channel)) ||
	    (r->c >= 0 && r->channel))
		rc = -1;
	if (rc < 0) {
		err_data(err,
			 "'%s' is neither a file nor a plane of a file, such "
			 "as 'file.tif[3]', 'file.tif[c=1,z=4,t=0]', "
			 "'file.tif[c=DAPI]' or 'file.tif[bin=2]' (2 to %d)",
			 ref, REF_BIN_MAX);
		ref_release(r);
	}
	strs_release(&items);
	return rc;
}

void ref_release(struct ref *r)
{
	free(r->path);
	free(r->channel);
	free(r->axes);
	free(r->dark);
	free(r->flat);
	r->path = r->channel = r->axes = r->dark = r->flat = NULL;
}

int ref_is_derived(const struct ref *r)
{
	return r->bin > 1 || r->dark || r->flat;
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

static int is_short(const char *item)
{
	return !names_image(item);
}

char *ref_stem(const char *ref)
{
	struct strs items = { 0 };
	struct buf b = { 0 };
	char *path, *select, *name, *dot;

	ref_split_items(ref, &path, &items);
	select = join(&items, is_short);
	strs_release(&items);
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
