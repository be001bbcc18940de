/*
 * listing.c - the images a command line or a manifest names.
 */
#include "image/listing.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/pool.h"
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
	rc = pairs_expect(&p, err);
	if (rc == 0 && split)
		rc = pairs_need_split(&p, split, err);
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
	else if (!(rc = tsv_check_cell(operand, err)))
		strs_add(to, operand);
	for (size_t i = 0; i < found.n; i++)
		strs_add(to, found.at[i].ref);
	names_release(&found);
	free(path);
	free(select);
	return rc;
}

struct opening {		/* operands, looked into by several threads */
	const struct strs *given;
	const char *axes;
	struct strs *refs;	/* of each */
	struct err *err;	/* of each */
};

static void find_planes(void *arg, size_t i, int worker)
{
	struct opening *o = arg;
	char *ref = image_ref_axes(o->given->at[i], o->axes);

	(void)worker;
	image_planes(&o->refs[i], ref, &o->err[i]);
	free(ref);
}

/* In the order of the operands, or the first error in that order. */
static int take_planes(struct listing *l, struct opening *o, struct err *err)
{
	for (size_t i = 0; i < o->given->n; i++) {
		if (o->err[i].kind) {
			*err = o->err[i];
			return -1;
		}
		for (size_t k = 0; k < o->refs[i].n; k++)
			add(l, o->refs[i].at[k], o->refs[i].at[k], "", "",
			    mem_str(""));
	}
	return 0;
}

int listing_images(struct listing *l, int n, char **operand,
		   const char *axes, int threads, struct err *err)
{
	struct strs given = { 0 };
	struct opening o = { .given = &given, .axes = axes };
	struct pool *pool;
	int rc = 0;

	*l = (struct listing){ .name = "image" };
	for (int i = 0; i < n && rc == 0; i++)
		rc = stand_for(&given, operand[i], err);
	if (rc == 0) {
		o.refs = mem_zero(given.n + 1, sizeof(*o.refs));
		o.err = mem_zero(given.n + 1, sizeof(*o.err));
		pool = pool_new(threads);
		pool_run(pool, given.n, find_planes, &o);
		pool_free(pool);
		rc = take_planes(l, &o, err);
	}
	for (size_t i = 0; o.refs && i < given.n; i++)
		strs_release(&o.refs[i]);
	free(o.refs);
	free(o.err);
	strs_release(&given);
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
