/*
 * listing.c - the images a command line or a manifest names.
 */
#include "image/listing.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/mem.h"
#include "image/names.h"
#include "image/pairs.h"

static void add(struct listing *l, const char *id, const char *ref,
		const char *split, const char *group, char *where)
{
	strs_take(&l->where, where);
	strs_add(&l->id, id);
	strs_add(&l->ref, ref);
	strs_add(&l->split, split);
	strs_add(&l->group, group);
}

static char *place(const struct pairs *p, const struct pair *row)
{
	struct err e = { 0 };

	tsv_wrap(&p->table, row->row, &e);
	return mem_str(e.text);
}

int listing_pairs(struct listing *source, struct listing *target,
		  const char *path, const char *split, struct err *err)
{
	struct pairs p;
	int rc;

	*source = (struct listing){ .name = "source" };
	*target = (struct listing){ .name = "target" };
	if (pairs_read(&p, path, err) < 0)
		return -1;
	rc = split ? pairs_need_split(&p, split, err) : 0;
	for (size_t i = 0; i < p.n && rc == 0; i++) {
		const struct pair *r = &p.at[i];

		if (split && strcmp(split, r->split))
			continue;
		add(source, r->id, r->source, r->split, r->group,
		    place(&p, r));
		add(target, r->id, r->target, r->split, r->group,
		    place(&p, r));
	}
	pairs_release(&p);
	return rc;
}

/* What OPERAND stands for: itself, or, where no file is called so, the
 * images of a directory or glob. */
static int stand_for(struct strs *to, char *operand, struct err *err)
{
	struct strs pattern = { .at = &operand, .n = 1 };
	struct names found = { 0 };
	char *path, *select;
	int rc = 0, folder;

	image_ref_split(operand, &path, &select);
	folder = file_is_directory(path);
	if (folder || (!file_exists(path) && strpbrk(path, "*?[")))
		rc = names_find(&found, &pattern, NULL, err);
	else
		strs_add(to, operand);
	for (size_t i = 0; i < found.n; i++)
		strs_add(to, found.at[i].ref);
	names_release(&found);
	free(path);
	free(select);
	return rc;
}

int listing_images(struct listing *l, int n, char **operand,
		   const char *axes, struct err *err)
{
	struct strs refs = { 0 }, given = { 0 };
	int rc = 0;

	*l = (struct listing){ .name = "image" };
	for (int i = 0; i < n && rc == 0; i++)
		rc = stand_for(&given, operand[i], err);
	for (size_t i = 0; i < given.n && rc == 0; i++) {
		char *ref = image_ref_axes(given.at[i], axes);

		rc = image_planes(&refs, ref, err);
		free(ref);
	}
	strs_release(&given);
	for (size_t i = 0; i < refs.n; i++)
		add(l, refs.at[i], refs.at[i], "", "", mem_str(""));
	strs_release(&refs);
	return rc;
}

void listing_release(struct listing *l)
{
	strs_release(&l->id);
	strs_release(&l->ref);
	strs_release(&l->split);
	strs_release(&l->group);
	strs_release(&l->where);
}

int listing_is_image(const char *operand)
{
	char *path, *select;
	size_t n;
	int yes;

	image_ref_split(operand, &path, &select);
	n = strlen(path);
	yes = (n > 4 && !strcasecmp(path + n - 4, ".tif")) ||
	      (n > 5 && !strcasecmp(path + n - 5, ".tiff")) ||
	      file_is_directory(path);
	free(path);
	free(select);
	return yes;
}
