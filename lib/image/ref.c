/*
 * ref.c - an image reference taken apart: which file, which plane of it.
 */
#include "image/ref.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/strs.h"
#include "image/image.h"

void image_ref_split(const char *ref, char **path, char **select)
{
	size_t n = strlen(ref);
	const char *open = strrchr(ref, '[');

	if (!open || open == ref || ref[n - 1] != ']' || file_exists(ref))
		open = ref + n;
	*path = mem_strn(ref, (size_t)(open - ref));
	*select = mem_str(open);
}

static int parse_item(struct ref *r, const char *item)
{
	long *to = &r->page;
	int64_t x;

	if (!strcmp(item, "raw")) {
		r->raw = 1;
		return 0;
	}
	if (item[0] && item[1] == '=') {
		to = item[0] == 'c' ? &r->c : item[0] == 'z' ? &r->z :
		     item[0] == 't' ? &r->t : NULL;
		item += 2;
	}
	if (!to || *to >= 0 || num_int(&x, item) < 0 || x < 0 ||
	    x > INT32_MAX)
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
	image_ref_split(ref, &r->path, &select);
	if (select[0]) {
		select[strlen(select) - 1] = 0;
		strs_split(&items, select + 1, ',');
	}
	for (size_t i = 0; i < items.n && rc == 0; i++)
		rc = parse_item(r, items.at[i]);
	if (r->page >= 0 && (r->z >= 0 || r->t >= 0))
		rc = -1;
	if (rc < 0) {
		err_data(err, "'%s': no such file, and not a plane of one "
			 "either: those read 'file.tif[3]' or "
			 "'file.tif[c=1,z=4,t=0]'", ref);
		ref_release(r);
	}
	strs_release(&items);
	free(select);
	return rc;
}

void ref_release(struct ref *r)
{
	free(r->path);
	r->path = NULL;
}
