/*
 * new_images.c - images that are named on the command line.
 */
#include "pairing/new_images.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "file/path.h"
#include "image/image.h"
#include "image/ref.h"
#include "pairing/channel_globs.h"
#include "pairing/image_glob.h"

static int is_new_image(const char *name)
{
	size_t n = strlen(name);

	if (path_is_directory(name))
		return 1;
	if (image_glob_extension(name))
		return 1;
	if (path_exists(name))
		return image_is(name);
	return strpbrk(name, "*?[") || (n && name[n - 1] == '/');
}

int new_images_are(const char *name)
{
	struct strs part = { 0 };
	int are = 1;

	channel_parts(&part, name);
	for (size_t i = 0; i < part.n && are; i++)
		are = is_new_image(part.at[i]);
	strs_release(&part);
	return are;
}

/* "_c0_z1" for "[c=0,z=1,t=*]": what stands for all tells nothing. */
static void add_selection(struct buf *to, const char *select)
{
	struct strs item = { 0 };
	char *inner = mem_strn(select + 1, strlen(select) - 2);

	strs_split(&item, inner, ',');
	for (size_t i = 0; i < item.n; i++) {
		const char *text = item.at[i];
		size_t n = strlen(text);

		if (!n || text[n - 1] == '*' || !strcmp(text, "z=all") ||
		    !strcmp(text, "raw") || !strncmp(text, "axes=", 5))
			continue;
		buf_char(to, '_');
		for (; *text; text++)
			if (*text != '=')
				buf_char(to, *text);
	}
	strs_release(&item);
	free(inner);
}

static char *id_of(const struct image_name *image)
{
	struct buf b = { 0 };

	char *path, *select;

	buf_add(&b, image->name, image->stem);
	if (*image->select) {
		ref_split_plane(image->ref, &path, &select);
		if (*select)
			add_selection(&b, select);
		free(path);
		free(select);
	}
	return buf_detach(&b);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Puts into TO the id of each image, or the reference where it would not be
 * the only one. */
static void choose_ids(struct strs *to, const struct image_glob *found)
{
	char **sorted = mem_zero(found->n, sizeof(*sorted));
	char **id = mem_zero(found->n, sizeof(*id));

	for (size_t i = 0; i < found->n; i++)
		sorted[i] = id[i] = id_of(&found->list[i]);
	qsort(sorted, found->n, sizeof(*sorted), by_text);
	for (size_t i = 0; i < found->n; i++) {
		char **at = bsearch(&id[i], sorted, found->n, sizeof(*sorted),
				    by_text);
		int twice = (at > sorted && !strcmp(at[-1], id[i])) ||
			    (at + 1 < sorted + found->n &&
			     !strcmp(at[1], id[i]));

		strs_add(to, twice ? found->list[i].ref : id[i]);
	}
	for (size_t i = 0; i < found->n; i++)
		free(id[i]);
	free(id);
	free(sorted);
}

/* Fills the table of P with the images FOUND, the first files of G. */
static int fill_table(struct manifest *p, const struct image_glob *found,
		      const struct channel_globs *g, const char *axes,
		      struct err *err)
{
	struct tsv *t = &p->table;
	int id = tsv_add_column(t, "id"), source = tsv_add_column(t, "source");
	struct channel_globs_how how = {
		NULL, axes, 1,
		"name files that belong together, or list them in a manifest",
		NULL
	};
	struct problems problems = { 0 };
	struct strs ids = { 0 };
	int rc = 0;

	choose_ids(&ids, found);
	for (size_t i = 0; i < found->n; i++) {
		tsv_add_row(t);
		tsv_set(t, i, id, ids.at[i]);
		tsv_set(t, i, source, found->list[i].ref);
	}
	strs_release(&ids);
	if (g->n > 1)
		rc = channel_globs_join(g, t, SOURCE, &how, &problems, err);
	if (rc < 0 && problems.messages.n)
		err_wrap(err, "%s: ", problems.messages.list[0].text);
	problem_release(&problems);
	return rc;
}

static int fill(struct manifest *p, const struct image_glob *found,
		const struct channel_globs *g, const char *axes,
		struct err *err)
{
	const struct tsv *t = &p->table;
	int rc = fill_table(p, found, g, axes, err);

	p->targetless = 1;
	p->list = mem_zero(t->rows + 1, sizeof(*p->list));
	for (; !rc && p->n < t->rows; p->n++)
		p->list[p->n] = (struct pair){
			.id = tsv_get(t, p->n, tsv_column(t, "id")),
			.source = tsv_get(t, p->n, tsv_column(t, "source")),
			.target = "",
			.split = "",
			.group = "",
			.row = p->n,
		};
	for (size_t i = 0; i < p->n && !rc; i++)
		for (enum side s = SOURCE; s <= TARGET && !rc; s++)
			rc = manifest_set_channels(p, &p->list[i], s, err);
	return rc;
}

int new_images_find(struct manifest *p, const struct strs *names,
		    const char *axes, struct err *err)
{
	struct channel_globs globs = { .n = 0 };
	struct image_glob found = { .whole = 1 };
	int rc = channel_globs_read(&globs, names, err);

	*p = (struct manifest){ 0 };
	if (!rc)
		rc = image_glob_find(&found, &globs.file[0], axes, err);
	if (!rc)
		rc = fill(p, &found, &globs, axes, err);
	image_glob_release(&found);
	channel_globs_release(&globs);
	return rc;
}
