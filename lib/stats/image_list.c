/*
 * image_list.c - the images a command line or a manifest names.
 */
#include "stats/image_list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "file/path.h"
#include "base/thread_pool.h"
#include "image/image.h"
#include "image/plane_list.h"
#include "image/ref.h"
#include "pairing/image_glob.h"
#include "manifest/manifest.h"

static void add(struct image_list *l, const char *id, const char *ref,
		const char *split, const char *group, char *where)
{
	strs_take(&l->where, where);
	strs_add(&l->id, id);
	strs_add(&l->ref, ref);
	strs_add(&l->split, split);
	strs_add(&l->group, group);
}

static char *place(const struct manifest *p, const struct pair *row)
{
	struct err e = { 0 };

	tsv_wrap(&p->table, row->row, &e);
	return mem_str(e.text);
}

/* Returns 1 if P has a group that is not among GROUPS. */
static int has_unlisted(const struct manifest *p, const struct strs *groups)
{
	struct strs sorted = { 0 };
	int found = 0;

	for (size_t i = 0; i < groups->n; i++)
		strs_add(&sorted, groups->at[i]);
	strs_sort(&sorted);
	for (size_t i = 0; i < p->n && !found; i++)
		found = strs_find(&sorted, p->list[i].group) < 0;
	strs_release(&sorted);
	return found;
}

/* Fills L with channel K of SIDE of the rows of SPLIT. */
static void fill(struct image_list *l, const struct manifest *p, enum side side,
		 size_t k, const char *split)
{
	*l = (struct image_list){ 0 };
	snprintf(l->name, sizeof(l->name),
		 p->channels[side] > 1 ? "%s channel %zu" : "%s",
		 side_name(side), k);
	for (size_t i = 0; i < p->n; i++) {
		const struct pair *r = &p->list[i];

		if (!split || !strcmp(split, r->split))
			add(l, r->id, r->channel[side][k].ref, r->split,
			    r->group, place(p, r));
	}
	l->unlisted = has_unlisted(p, &l->group);
}

int image_list_pairs(struct image_list *list[IMAGE_LISTS], size_t *n,
		     const char *path, const char *split, struct err *err)
{
	struct manifest p;
	int rc;

	*n = 0;
	if (manifest_read(&p, path, err) < 0)
		return -1;
	rc = manifest_expect(&p, err);
	if (rc == 0 && split)
		rc = manifest_need_split(&p, split, err);
	for (enum side s = SOURCE; s <= TARGET && rc == 0; s++)
		for (size_t k = 0; k < p.channels[s]; k++)
			fill(list[(*n)++], &p, s, k, split);
	manifest_release(&p);
	return rc;
}

/* Returns 1 if PART stands for the images of a directory or a glob. */
static int is_pattern(const char *part)
{
	char *path, *select;
	int is;

	ref_split(part, &path, &select);
	is = path_is_directory(path) ||
	     (!path_exists(path) && strpbrk(path, "*?["));
	free(path);
	free(select);
	return is;
}

/* Appends the images that PART, of one file, stands for. */
static int add_part(struct strs *to, char *part, struct messages *messages,
		    struct err *err)
{
	struct strs pattern = { .at = &part, .n = 1 };
	struct image_glob found = { 0 };
	int rc;

	if (!is_pattern(part))
		return channel_list(to, part, err);
	rc = image_glob_find(&found, &pattern, NULL, err);
	for (size_t i = 0; i < found.n && !rc; i++)
		rc = channel_list(to, found.list[i].ref, err);
	messages_move(messages, &found.messages);
	image_glob_release(&found);
	return rc;
}

/* Appends the images that OPERAND stands for: itself or, if no file has that
 * name, the images of a directory or glob, or of several ("a* + b*"). */
static int stand_for(struct strs *to, const char *operand,
		     struct messages *messages, struct err *err)
{
	struct strs part = { 0 };
	int rc = tsv_check_cell(operand, err), patterns = 0;

	channel_parts(&part, operand);
	for (size_t i = 0; i < part.n; i++)
		patterns |= is_pattern(part.at[i]);
	if (!rc && !patterns)
		rc = channel_list(to, operand, err);
	for (size_t i = 0; i < part.n && patterns && !rc; i++)
		rc = add_part(to, part.at[i], messages, err);
	strs_release(&part);
	return rc;
}

struct opening { /* operands, which several threads look into */
	const struct strs *given;
	const char *axes;
	struct strs *refs;	   /* one for each operand */
	struct messages *messages; /* of each */
	struct err *err;	   /* of each */
};

static void find_planes(void *arg, size_t i, int worker)
{
	struct opening *o = arg;
	char *ref = ref_with_axes(o->given->at[i], o->axes);

	(void)worker;
	plane_list(&o->refs[i], ref, &o->messages[i], &o->err[i]);
	free(ref);
}

/* Appends the planes in the order of the operands, or returns the first error
 * in that order. */
static int take_planes(struct image_list *l, struct opening *o, struct err *err)
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

int image_list_images(struct image_list *l, int n, char **operand,
		      const char *axes, int threads, struct messages *messages,
		      struct err *err)
{
	struct strs given = { 0 };
	struct opening o = { .given = &given, .axes = axes };
	struct thread_pool *pool;
	int rc = 0;

	*l = (struct image_list){ .name = "image" };
	for (int i = 0; i < n && rc == 0; i++)
		rc = stand_for(&given, operand[i], messages, err);
	if (rc == 0) {
		o.refs = mem_zero(given.n + 1, sizeof(*o.refs));
		o.messages = mem_zero(given.n + 1, sizeof(*o.messages));
		o.err = mem_zero(given.n + 1, sizeof(*o.err));
		pool = thread_pool_new(threads);
		thread_pool_run(pool, given.n, find_planes, &o);
		thread_pool_free(pool);
		rc = take_planes(l, &o, err);
	}
	for (size_t i = 0; o.refs && i < given.n; i++) {
		messages_move(messages, &o.messages[i]);
		strs_release(&o.refs[i]);
	}
	free(o.messages);
	free(o.refs);
	free(o.err);
	strs_release(&given);
	return rc;
}

/* Appends the slices of REF if it is a stack.  A slice that is "z07" among many
 * is called "z7". */
static int add_slices(struct image_list *l, const char *ref, struct err *err)
{
	static const char all[] = "z=all";
	struct strs varied = { 0 };
	char *path, *select, *place, *each;
	int rc = 0;

	ref_split(ref, &path, &select);
	place = strstr(select, all);
	if (place) {
		each = mem_printf("%s%.*sz=*%s", path, (int)(place - select),
				  select, place + strlen(all));
		rc = plane_list_expand(&l->slice_ref, &varied, each, NULL, err);
		free(each);
	}
	for (size_t i = 0; i < varied.n && rc == 0; i++)
		strs_take(&l->slice,
			  mem_printf("z%lu",
				     strtoul(varied.at[i] + 1, NULL, 10)));
	strs_release(&varied);
	free(path);
	free(select);
	return rc;
}

int image_list_slices(struct image_list *l, struct err *err)
{
	for (size_t i = 0; i < l->ref.n; i++)
		if (add_slices(l, l->ref.at[i], err) < 0)
			return err_place(err, l->where.at[i]);
	if (l->slice.n)
		return 0;
	return err_data(err, "--by=slice: no %s is a stack (name[z=all])",
			l->name);
}

void image_list_release(struct image_list *l)
{
	strs_release(&l->slice_ref);
	strs_release(&l->slice);
	strs_release(&l->id);
	strs_release(&l->ref);
	strs_release(&l->split);
	strs_release(&l->group);
	strs_release(&l->where);
}

static int is_image(const char *part)
{
	char *path, *select;
	size_t n;
	int yes;

	ref_split(part, &path, &select);
	n = strlen(path);
	yes = (n > 4 && !strcasecmp(path + n - 4, ".tif")) ||
	      (n > 5 && !strcasecmp(path + n - 5, ".tiff")) ||
	      path_is_directory(path) || image_is(path);
	free(path);
	free(select);
	return yes;
}

int image_list_is_image(const char *operand)
{
	struct strs part = { 0 };
	int yes = 1;

	channel_parts(&part, operand);
	for (size_t i = 0; i < part.n && yes; i++)
		yes = is_image(part.at[i]);
	strs_release(&part);
	return yes;
}
