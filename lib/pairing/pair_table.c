/* pair_table.c - a table of pairs in the making.  See pair_table.h. */
#include "pairing/pair_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file/digest.h"
#include "base/mem.h"
#include "image/image.h"
#include "image/pixel.h"
#include "image/ref.h"
#include "image/scan.h"
#include "pairing/image_facts.h"
#include "pairing/image_glob.h"
#include "manifest/channel.h"
#include "manifest/channel_names.h"
#include "manifest/manifest.h"
#include "manifest/pair.h"

void pair_table_columns(struct tsv *t)
{
	static const char *const name[] = {
		"split",	   "group",	    "width",
		"height",	   "source_type",   "target_type",
		"source_sha256",   "target_sha256", "source_pixel_um",
		"target_pixel_um",
	};

	for (size_t i = 0; i < sizeof(name) / sizeof(*name); i++)
		tsv_add_column(t, name[i]);
}

void pair_table_from_names(struct tsv *t, const struct pair_by_name *m)
{
	int id = tsv_add_column(t, "id");
	int source = tsv_add_column(t, "source");
	int target = tsv_add_column(t, "target");

	for (size_t i = 0; i < m->n; i++) {
		size_t row = tsv_add_row(t);

		tsv_set(t, row, id, m->list[i].key);
		tsv_set(t, row, source, m->list[i].source);
		tsv_set(t, row, target, m->list[i].target);
	}
}

/* Returns the name of the first file of CELL; the caller frees it. */
static char *first_name(const char *cell)
{
	struct strs name = { 0 };
	char *first;

	channel_names(&name, cell);
	first = mem_str(name.at[0]);
	strs_release(&name);
	return first;
}

/* Returns an id for a row without one. */
static char *id_of(const char *cell, const struct regex *key, struct err *err)
{
	char *source = first_name(cell), *id = NULL;
	const char *slash = strrchr(source, '/');
	struct image_glob one = { 0 };
	struct buf b = { 0 };

	if (key && regex_cut(key, source, &b) && b.len) {
		id = buf_detach(&b);
	} else if (key) {
		buf_release(&b);
		err_data(err, "--key does not match '%s'", source);
	} else if (!image_glob_add(&one, source,
				   slash ? (size_t)(slash + 1 - source) : 0,
				   err)) {
		id = mem_strn(one.list[0].name, one.list[0].stem);
	}
	image_glob_release(&one);
	free(source);
	return id;
}

static int check_row(struct tsv *t, size_t row, const int column[3],
		     const struct regex *key, struct err *err)
{
	static const char *const name[] = { "id", "source", "target" };
	char *id;

	for (int i = 1; i < 3; i++)
		if (!*tsv_get(t, row, column[i]))
			return err_data(err, "the %s is missing", name[i]);
	if (*tsv_get(t, row, column[0]) && !key)
		return 0;
	id = id_of(tsv_get(t, row, column[1]), key, err);
	if (!id)
		return -1;
	tsv_set(t, row, column[0], id);
	free(id);
	return 0;
}

static void ask_axes(struct tsv *t, size_t row, int column, const char *axes)
{
	struct strs part = { 0 };
	char *cell;

	channel_parts(&part, tsv_get(t, row, column));
	for (size_t i = 0; i < part.n; i++) {
		char *ref = ref_with_axes(part.at[i], axes);

		free(part.at[i]);
		part.at[i] = ref;
	}
	cell = channel_join(&part);
	tsv_set(t, row, column, cell);
	strs_release(&part);
	free(cell);
}

/* Returns the length of the directories with which all sources begin. */
static size_t common_part(const struct tsv *t)
{
	int column = tsv_column(t, "source");
	char *first = first_name(tsv_get(t, 0, column));
	size_t n = strlen(first);

	for (size_t i = 0; i < t->rows; i++) {
		char *source = first_name(tsv_get(t, i, column));
		size_t k = 0;

		while (k < n && source[k] == first[k])
			k++;
		n = k;
		free(source);
	}
	while (n && first[n - 1] != '/')
		n--;
	free(first);
	return n;
}

/* Makes the id of each row of MADE, or of all if it is NULL, from the path of
 * its source. */
static void set_paths(struct tsv *t, const char *made)
{
	int id = tsv_column(t, "id"), source = tsv_column(t, "source");
	size_t common = common_part(t);

	for (size_t i = 0; i < t->rows; i++) {
		char *path, *select, *text, *part;

		if (made && !made[i])
			continue;
		part = first_name(tsv_get(t, i, source));
		ref_split_plane(part, &path, &select);
		free(part);
		path[strlen(path) - image_glob_extension(path)] = 0;
		text = mem_printf("%s%s",
				  strlen(path) > common ? path + common : path,
				  select);
		tsv_set(t, i, id, text);
		free(text);
		free(path);
		free(select);
	}
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Returns 1 if an id occurs twice. */
static int any_twice(const struct tsv *t)
{
	const char **id = mem_zero(t->rows + 1, sizeof(*id));
	int column = tsv_column(t, "id"), twice = 0;

	for (size_t i = 0; i < t->rows; i++)
		id[i] = tsv_get(t, i, column);
	qsort(id, t->rows, sizeof(*id), by_text);
	for (size_t i = 1; i < t->rows && !twice; i++)
		twice = !strcmp(id[i - 1], id[i]);
	free(id);
	return twice;
}

/* Reports that row I has the id of the row before. */
static int same_id(const struct tsv *t, size_t i, struct err *err)
{
	int source = tsv_column(t, "source");
	const char *a = tsv_get(t, i - 1, source), *b = tsv_get(t, i, source);
	const char *id = tsv_get(t, i, tsv_column(t, "id"));

	if (!strcmp(a, b))
		err_data(err,
			 "'%s' is the source of two pairs with the id '%s': a "
			 "network learns one target of a source; make a "
			 "manifest for each target",
			 b, id);
	else
		err_data(err,
			 "'%s' and '%s' have the same id '%s': give each row "
			 "an id of its own in a column 'id', or give --key",
			 a, b, id);
	return t->path ? err_wrap(err, "%s: ", t->path) : -1;
}

/* Does what pair_table_ids does; MADE is as in set_paths. */
static int settle_ids(struct tsv *t, const char *made,
		      struct messages *messages, struct err *err)
{
	int id = tsv_column(t, "id");

	if (any_twice(t) && (!made || memchr(made, 1, t->rows))) {
		set_paths(t, made);
		messages_info(messages,
			      "ids are made of folders and names, since names "
			      "alone occur twice: '%s'",
			      tsv_get(t, 0, id));
	}
	pair_table_sort(t);
	for (size_t i = 1; i < t->rows; i++)
		if (!strcmp(tsv_get(t, i - 1, id), tsv_get(t, i, id)))
			return same_id(t, i, err);
	return 0;
}

int pair_table_ids(struct tsv *t, struct messages *messages, struct err *err)
{
	return settle_ids(t, NULL, messages, err);
}

int pair_table_from_table(struct tsv *t, const struct regex *key,
			  const char *axes, struct messages *messages,
			  struct err *err)
{
	char *made = mem_zero(t->rows + 1, 1);
	int column[3], rc = 0;

	if ((column[1] = tsv_need(t, "source", err)) < 0 ||
	    (column[2] = tsv_need(t, "target", err)) < 0 ||
	    tsv_refuse_quotes(t, err) < 0) {
		free(made);
		return -1;
	}
	column[0] = tsv_add_column(t, "id");
	for (size_t i = 0; i < t->rows && !rc; i++) {
		made[i] = !key && !*tsv_get(t, i, column[0]);
		if (check_row(t, i, column, key, err) < 0)
			rc = tsv_wrap(t, i, err);
	}
	for (size_t i = 0; i < t->rows && axes && !rc; i++) {
		ask_axes(t, i, column[1], axes);
		ask_axes(t, i, column[2], axes);
	}
	rc = rc ? rc : settle_ids(t, made, messages, err);
	free(made);
	return rc;
}

struct sort_key {
	const char *id, *source;
	size_t row;
};

static int by_id(const void *a, const void *b)
{
	const struct sort_key *x = a, *y = b;
	int c = strcmp(x->id, y->id);

	return c ? c : strcmp(x->source, y->source);
}

void pair_table_sort(struct tsv *t)
{
	struct sort_key *key = mem_zero(t->rows + 1, sizeof(*key));
	char **cell = mem_zero(t->rows * t->columns + 1, sizeof(*cell));
	int id = tsv_column(t, "id"), source = tsv_column(t, "source");

	for (size_t i = 0; i < t->rows; i++)
		key[i] = (struct sort_key){ tsv_get(t, i, id),
					    tsv_get(t, i, source), i };
	qsort(key, t->rows, sizeof(*key), by_id);
	for (size_t i = 0; i < t->rows; i++)
		memcpy(cell + i * t->columns, t->cell + key[i].row * t->columns,
		       t->columns * sizeof(*cell));
	memcpy(t->cell, cell, t->rows * t->columns * sizeof(*cell));
	free(cell);
	free(key);
}

static void set_pitch(struct tsv *t, size_t row, const char *side,
		      const struct pixel_pitch *pitch)
{
	char *name = mem_printf("%s_pixel_um", side);
	struct buf b = { 0 };

	pixel_size_text(&b, pitch);
	tsv_set(t, row, tsv_column(t, name), buf_text(&b));
	buf_release(&b);
	free(name);
}

struct looking {
	struct tsv *t;
	int bin_to_match;
	size_t binned[SIDES], cropped; /* numbers of images */
	struct strs refs; /* those in T may be replaced while we need them */
	struct scan_notes notes[SIDES];
	struct strs wrong; /* sentences about images that cannot be used */
	/* number of images whose digest T had, and which is another one now */
	size_t changed;
	const char *first; /* the first of these */
	struct channel_names names[SIDES];
};

static void set_digest(struct looking *l, size_t row, const char *side,
		       const char *cell, const char *digests)
{
	char *name = mem_printf("%s_sha256", side);
	int column = tsv_column(l->t, name);
	const char *was = tsv_get(l->t, row, column);

	if (*was && strcmp(was, digests) && !l->changed++)
		l->first = cell;
	tsv_set(l->t, row, column, digests);
	free(name);
}

/* Sets the type of all channels or, if they differ, of each, with a +
 * between. */
static void set_type(struct looking *l, size_t row, const char *side,
		     const struct strs *types)
{
	char *name = mem_printf("%s_type", side);
	struct buf text = { 0 };
	int same = 1;

	for (size_t i = 1; i < types->n; i++)
		same &= !strcmp(types->at[0], types->at[i]);
	for (size_t i = 0; i < (same ? 1 : types->n); i++)
		buf_printf(&text, "%s%s", i ? "+" : "", types->at[i]);
	tsv_set(l->t, row, tsv_column(l->t, name), buf_text(&text));
	buf_release(&text);
	free(name);
}

/* Compares the channels' names of FOUND, which are l->refs from FIRST on. */
static void look_at_names(struct looking *l, enum side s, const char *cell,
			  size_t first, const struct image_facts *found)
{
	struct channel channel[CHANNELS_MOST];

	for (size_t k = 0; k < found->names.n; k++)
		channel[k] = (struct channel){ l->refs.at[first + k],
					       { 0, 1 } };
	channel_names_look(&l->names[s], &found->names, channel, cell);
}

/* Fills in size, type and digest of one side.  Returns 1, or 0 if the image
 * cannot be used. */
static int look(struct looking *l, size_t row, enum side s,
		struct image_info *info, struct err *err)
{
	const char *side = side_name(s), *cell;
	struct image_facts found = { 0 };
	size_t first = l->refs.n;
	int rc;

	strs_add(&l->refs, tsv_get(l->t, row, tsv_column(l->t, side)));
	cell = l->refs.at[first];
	rc = channel_list(&l->refs, cell, err) < 0 ? 0 : 1;
	for (size_t i = first + 1; i < l->refs.n && rc == 1; i++)
		rc = image_facts_add(&found, l->refs.at[i], &l->notes[s], err);
	if (!rc)
		strs_add(&l->wrong, err->text);
	if (rc == 1) {
		*info = found.info;
		set_type(l, row, side, &found.types);
		set_digest(l, row, side, cell, buf_text(&found.digests));
		look_at_names(l, s, cell, first + 1, &found);
	}
	image_facts_release(&found);
	return rc;
}

static void size_of(struct buf *to, const struct image_info *i)
{
	buf_printf(to, "%zux%zu", i->width, i->height / i->stack);
}

/* Returns by how much images of side S must be binned to have the size of their
 * partners, or 0; also 0 if REF is binned already. */
static size_t bin_of(const char *ref, const struct image_info info[SIDES],
		     enum side s)
{
	const struct image_info *a = &info[s], *b = &info[1 - s];
	size_t bin = pair_bin(a->width, a->height / a->stack, b->width,
			      b->height / b->stack);
	struct strs refs = { 0 };
	struct err err = { 0 };
	struct ref r;

	if (!bin || channel_list(&refs, ref, &err) < 0 ||
	    ref_parse(&r, refs.at[0], &err) < 0)
		bin = 0;
	else {
		bin = r.bin < 0 ? bin : 0;
		ref_release(&r);
	}
	strs_release(&refs);
	return bin;
}

/* Returns 1 if the pixels of both sides are of sizes that do not fit to side S
 * binned by BIN: then the other one is a crop. */
static int is_crop(const struct image_info info[SIDES], enum side s, size_t bin)
{
	struct pixel_pitch binned = { info[s].pitch.x * (double)bin,
				      info[s].pitch.y * (double)bin };

	return pixel_size_differ(&binned, &info[1 - s].pitch);
}

/* Reads one side of a row again, binned by BIN. */
static int bin_side(struct looking *l, size_t row, enum side s, size_t bin,
		    struct image_info *info, struct err *err)
{
	int column = tsv_column(l->t, side_name(s));
	char *item = mem_printf("bin=%zu", bin), *ref;
	struct strs refs = { 0 };
	int rc;

	l->cropped += info->width % bin || info->height / info->stack % bin;
	l->binned[s]++;
	ref = channel_with(tsv_get(l->t, row, column), item);
	tsv_set(l->t, row, column, ref);
	rc = channel_list(&refs, ref, err);
	if (!rc)
		rc = image_info(info, refs.at[0], err);
	strs_release(&refs);
	free(item);
	free(ref);
	return rc < 0 ? -1 : 0;
}

/* Says that the images of a row have different sizes, and what can be done. */
static void report_sizes(struct looking *l, size_t row,
			 const struct image_info info[SIDES])
{
	const char *ref[SIDES];
	struct buf b = { 0 };

	for (int s = 0; s < SIDES; s++)
		ref[s] = tsv_get(l->t, row, tsv_column(l->t, side_name(s)));
	buf_printf(&b, "'%s' is ", ref[SOURCE]);
	size_of(&b, &info[SOURCE]);
	buf_printf(&b, ", but its target '%s' is ", ref[TARGET]);
	size_of(&b, &info[TARGET]);
	for (enum side s = SOURCE; s <= TARGET; s++) {
		size_t bin = bin_of(ref[s], info, s);
		char item[32], *binned;

		if (!bin)
			continue;
		snprintf(item, sizeof(item), "bin=%zu", bin);
		binned = channel_with(ref[s], item);
		if (is_crop(info, s, bin))
			buf_printf(&b, ": not binned, but a crop, by the pixel "
				       "sizes in their files");
		else
			buf_printf(&b,
				   "; if the %s was binned, --bin-to-match "
				   "takes '%s'",
				   side_name(1 - s), binned);
		free(binned);
	}
	strs_take(&l->wrong, buf_detach(&b));
}

/* Compares the images of a row; bins one, if asked to. */
static int compare(struct looking *l, size_t row, struct image_info info[SIDES],
		   struct err *err)
{
	const struct image_info *a = &info[SOURCE], *b = &info[TARGET];
	size_t bin;

	if (a->stack != b->stack) {
		strs_take(&l->wrong,
			  mem_printf("'%s' has %zu slices, but its "
				     "target '%s' has %zu",
				     tsv_get(l->t, row,
					     tsv_column(l->t, "source")),
				     a->stack,
				     tsv_get(l->t, row,
					     tsv_column(l->t, "target")),
				     b->stack));
		return 0;
	}
	if (a->width == b->width && a->height == b->height)
		return 0;
	for (enum side s = SOURCE; s <= TARGET && l->bin_to_match; s++) {
		bin = bin_of(tsv_get(l->t, row, tsv_column(l->t, side_name(s))),
			     info, s);
		if (bin && !is_crop(info, s, bin))
			return bin_side(l, row, s, bin, &info[s], err);
	}
	report_sizes(l, row, info);
	return 0;
}

static int look_row(struct looking *l, size_t row, struct err *err)
{
	struct tsv *t = l->t;
	struct image_info info[SIDES];
	int has_source, has_target;

	has_source = look(l, row, SOURCE, &info[SOURCE], err);
	has_target = has_source < 0 ? -1 :
				      look(l, row, TARGET, &info[TARGET], err);
	if (has_source < 0 || has_target < 0)
		return -1;
	if (!has_source || !has_target)
		return 0;
	if (compare(l, row, info, err) < 0)
		return -1;
	for (enum side s = SOURCE; s <= TARGET; s++)
		set_pitch(t, row, side_name(s), &info[s].pitch);
	tsv_set_int(t, row, tsv_column(t, "width"),
		    (long long)info[SOURCE].width);
	tsv_set_int(t, row, tsv_column(t, "height"),
		    (long long)(info[SOURCE].height / info[SOURCE].stack));
	if (info[SOURCE].stack > 1)
		tsv_set_int(t, row, tsv_add_column(t, "slices"),
			    (long long)info[SOURCE].stack);
	return 0;
}

static void report_binned(const struct looking *l, struct messages *messages)
{
	for (enum side s = SOURCE; s <= TARGET; s++)
		if (l->binned[s])
			messages_info(messages,
				      "%zu of %zu %ss binned to the size of "
				      "their %ss: the mean of their pixels is "
				      "used",
				      l->binned[s], l->t->rows, side_name(s),
				      side_name(1 - s));
	if (l->cropped)
		messages_info(messages,
			      "%zu image%s a row or column too many at the "
			      "bottom or at the right, which %s left out",
			      l->cropped, l->cropped == 1 ? " has" : "s have",
			      l->cropped == 1 ? "is" : "are");
}

int pair_table_look(struct tsv *t, int bin_to_match, struct problems *problems,
		    pair_table_progress *progress, void *arg, struct err *err)
{
	struct looking l = { .t = t, .bin_to_match = bin_to_match };
	int rc = 0;

	for (size_t i = 0; !rc && i < t->rows; i++) {
		rc = look_row(&l, i, err);
		progress(arg, i + 1, t->rows);
	}
	if (!rc)
		rc = problem_judge(problems, &l.wrong, NULL,
				   "images that "
				   "cannot be used",
				   "repair or remove them", err);
	for (int s = 0; s < SIDES; s++)
		scan_notes_tell(&l.notes[s], side_name(s), &problems->messages);
	for (enum side s = SOURCE; s <= TARGET; s++) {
		channel_names_report(&l.names[s], s, NULL, &problems->messages);
		channel_names_release(&l.names[s]);
	}
	if (l.changed)
		messages_warn(
			&problems->messages,
			"%zu image%s changed since the manifest was made, "
			"first '%s': repeat what was computed from the old "
			"images, such as the normalisation",
			l.changed, l.changed == 1 ? "" : "s", l.first);
	report_binned(&l, &problems->messages);
	strs_release(&l.wrong);
	strs_release(&l.refs);
	return rc;
}
