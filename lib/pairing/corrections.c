/* corrections.c - see corrections.h. */
#include "pairing/corrections.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "file/digest.h"
#include "file/in.h"
#include "file/path.h"
#include "image/image.h"
#include "image/plane_list.h"
#include "image/ref.h"
#include "manifest/channel.h"
#include "manifest/side.h"

/* What corrects images, as in references and columns. */
enum correction_kind { DARK, FLAT };
static const char *const kind_name[] = { "dark", "flat" };

/* Takes the side off GIVEN ("source=dark.tif").  Returns a set of sides. */
static unsigned sides_of(const char **given)
{
	for (enum side s = SOURCE; s <= TARGET; s++) {
		size_t n = strlen(side_name(s));

		if (!strncmp(*given, side_name(s), n) && (*given)[n] == '=') {
			*given += n + 1;
			return 1U << s;
		}
	}
	return 1U << SOURCE | 1U << TARGET;
}

/* Returns 1 if REF can be a part of a reference, and is then the same. */
static int can_be_inside(const char *ref, enum correction_kind kind)
{
	char *item = mem_printf("%s=%s", kind_name[kind], ref);
	char *text = ref_with("a", item);
	const char *image;
	struct err err = { 0 };
	struct ref r;
	int yes = 0;

	if (ref_parse(&r, text, &err) == 0) {
		image = kind == DARK ? r.dark : r.flat;
		yes = image && !strcmp(image, ref);
		ref_release(&r);
	}
	free(text);
	free(item);
	return yes && tsv_check_cell(ref, &err) == 0;
}

/* Returns PART, of one file, with ITEM, which names the dark or flat image
 * IMAGE.  Returns NULL if PART has another; the caller frees the result. */
static char *correct_part(const char *part, const char *item, const char *image,
			  enum correction_kind kind, struct err *err)
{
	const char *was;
	char *to = NULL;
	struct ref r;

	if (ref_parse(&r, part, err) < 0)
		return NULL;
	was = kind == DARK ? r.dark : r.flat;
	if (was && strcmp(was, image))
		err_data(err, "'%s' has another %s image than '%s': give one",
			 part, kind_name[kind], image);
	else
		to = was ? mem_str(part) : ref_with(part, item);
	ref_release(&r);
	return to;
}

/* Adds the dark or flat image IMAGE to each file of CELL.  Returns NULL if one
 * has another; the caller frees the result. */
static char *correct(const char *cell, const char *image,
		     enum correction_kind kind, struct err *err)
{
	char *item = mem_printf("%s=%s", kind_name[kind], image), *to = NULL;
	struct strs part = { 0 };
	size_t i = 0;

	channel_parts(&part, cell);
	for (; i < part.n; i++) {
		char *one = correct_part(part.at[i], item, image, kind, err);

		if (!one)
			break;
		free(part.at[i]);
		part.at[i] = one;
	}
	if (i == part.n)
		to = channel_join(&part);
	strs_release(&part);
	free(item);
	return to;
}

#define GROUP "{group}" /* stands for the group of the row */

/* Returns IMAGE with the group of ROW in place of GROUP.  The caller frees
 * it. */
static char *image_of_row(const struct tsv *t, size_t row, const char *image)
{
	const char *group = tsv_get(t, row, tsv_column(t, "group")), *at;
	struct buf b = { 0 };

	for (; (at = strstr(image, GROUP)); image = at + strlen(GROUP)) {
		buf_add(&b, image, (size_t)(at - image));
		buf_str(&b, group);
	}
	buf_str(&b, image);
	return buf_detach(&b);
}

/* Checks that IMAGE can be opened: once, before all images ask for it.
 * IS_SIDED is 1 if the user named a side before it. */
static int open_image(const char *image, int is_sided,
		      enum correction_kind kind, struct err *err)
{
	size_t n = strcspn(image, "=/[");
	struct strs planes = { 0 }, varied = { 0 };
	struct image_info info;
	int rc;

	if (image[n] == '=' && !is_sided && !path_exists(image))
		return err_usage(err,
				 "--%s '%s': '%.*s' is no side: write "
				 "source=FILE or target=FILE, or FILE for both",
				 kind_name[kind], image, (int)n, image);
	rc = plane_list_expand(&planes, &varied, image, NULL, err);
	for (size_t i = 0; i < planes.n && !rc; i++)
		rc = image_info(&info, planes.at[i], err);
	strs_release(&planes);
	strs_release(&varied);
	return rc ? err_wrap(err, "--%s: ", kind_name[kind]) : 0;
}

static int check_image(const char *image, int is_sided,
		       enum correction_kind kind, struct err *err)
{
	if (!can_be_inside(image, kind))
		return err_usage(err,
				 "--%s '%s': the path of a %s image can have "
				 "no comma or tab, and brackets only in pairs",
				 kind_name[kind], image, kind_name[kind]);
	return open_image(image, is_sided, kind, err);
}

static int correct_row(struct tsv *t, size_t row, unsigned sides,
		       const char *image, enum correction_kind kind,
		       struct err *err)
{
	for (enum side s = SOURCE; s <= TARGET; s++) {
		int column = tsv_column(t, side_name(s));
		char *ref;

		if (!(sides >> s & 1))
			continue;
		ref = correct(tsv_get(t, row, column), image, kind, err);
		if (!ref)
			return -1;
		tsv_set(t, row, column, ref);
		free(ref);
	}
	return 0;
}

/* Corrects all rows by the image that was GIVEN, or by that of their group. */
static int correct_rows(struct tsv *t, const char *given,
			enum correction_kind kind, struct err *err)
{
	const char *image = given;
	unsigned sides = sides_of(&image);
	struct strs seen = { 0 };
	int rc = 0;

	for (size_t i = 0; i < t->rows && !rc; i++) {
		char *one = image_of_row(t, i, image);

		if (!strs_has(&seen, one)) {
			rc = check_image(one, image != given, kind, err);
			strs_add(&seen, one);
		}
		if (!rc)
			rc = correct_row(t, i, sides, one, kind, err);
		free(one);
	}
	strs_release(&seen);
	return rc;
}

static int correct_all(struct tsv *t, const struct strs *images,
		       enum correction_kind kind, struct err *err)
{
	for (size_t i = 0; i < images->n; i++)
		if (correct_rows(t, images->at[i], kind, err) < 0)
			return -1;
	return 0;
}

int corrections_add(struct tsv *t, const struct strs *dark,
		    const struct strs *flat, struct err *err)
{
	return correct_all(t, dark, DARK, err) < 0 ||
			       correct_all(t, flat, FLAT, err) < 0 ?
		       -1 :
		       0;
}

/* Warns of a dark or flat image that seems not to be one. */
static void warn_correction(const struct image_correction *c,
			    struct messages *to)
{
	if (c->dark && c->dark_constant)
		messages_warn(to,
			      "the dark image '%s' is constant: no camera "
			      "takes such an image",
			      c->dark);
	if (c->flat && c->flat_constant)
		messages_warn(to,
			      "the flat image '%s' is constant: it corrects "
			      "nothing",
			      c->flat);
	if (c->dark_full > IMAGE_CORRECTION_FULL)
		messages_warn(to,
			      "%.3g %% of the dark image '%s' is saturated: "
			      "light fell on it",
			      100 * c->dark_full, c->dark);
	if (c->flat_full > IMAGE_CORRECTION_FULL)
		messages_warn(to,
			      "%.3g %% of the flat image '%s' is saturated: "
			      "expose it for less time",
			      100 * c->flat_full, c->flat);
	if (c->dead)
		messages_warn(to,
			      "the flat image '%s' is not brighter than %s%s%s "
			      "at %zu pixel%s, the first in row %zu, column "
			      "%zu: not divided there",
			      c->flat, c->dark ? "'" : "0",
			      c->dark ? c->dark : "", c->dark ? "'" : "",
			      c->dead, c->dead == 1 ? "" : "s", c->first_y,
			      c->first_x);
}

/* Warns of the dark and flat images of the channels of CELL that are not in
 * SEEN.  Returns 1 if it has any. */
static int look_at_corrections(const char *cell, struct strs *seen,
			       struct messages *to)
{
	struct strs refs = { 0 };
	struct err no = { 0 };
	int found = 0;

	if (channel_list(&refs, cell, &no) < 0)
		strs_release(&refs);
	for (size_t k = 0; k < refs.n; k++) {
		struct image_correction c;
		char *both;

		if (!image_correction(&c, refs.at[k]))
			continue;
		found = 1;
		both = mem_printf("%s,%s", c.dark ? c.dark : "",
				  c.flat ? c.flat : "");
		if (!strs_has(seen, both)) {
			warn_correction(&c, to);
			strs_add(seen, both);
		}
		free(both);
	}
	strs_release(&refs);
	return found;
}

/* Reports how many images are corrected, and warns of each dark or flat image
 * once. */
static void report_corrections(const struct tsv *t, struct messages *to)
{
	struct strs seen = { 0 };

	for (enum side s = SOURCE; s <= TARGET; s++) {
		int column = tsv_column(t, side_name(s));
		size_t n = 0;

		for (size_t i = 0; i < t->rows; i++)
			n += (size_t)look_at_corrections(tsv_get(t, i, column),
							 &seen, to);
		if (n == t->rows)
			messages_info(to,
				      "%zu of %zu %ss corrected by a dark or a "
				      "flat image",
				      n, t->rows, side_name(s));
		else if (n)
			messages_warn(to,
				      "only %zu of %zu %ss corrected by a dark "
				      "or a flat image: give --dark and --flat "
				      "for all images of a side",
				      n, t->rows, side_name(s));
	}
	strs_release(&seen);
}

struct filling {
	struct tsv *t;
	/* the file that was asked for last */
	char *path;
	struct digest digest;
	/* number of images whose digest T had, and which is another one now */
	size_t changed;
	const char *first; /* the first of these, in T */
};

/* Fills F with the digest of the file PATH. */
static int find_digest(struct filling *f, const char *path, struct err *err)
{
	if (f->path && !strcmp(f->path, path))
		return 0;
	free(f->path);
	f->path = mem_str(path);
	return in_digest(&f->digest, path, err);
}

/* Fills TO with the digests of the files that correct the channels of CELL,
 * each once, with a + between. */
static int find_digests(struct filling *f, struct buf *to, const char *cell,
			enum correction_kind kind, struct err *err)
{
	struct strs refs = { 0 }, files = { 0 };
	char hex[DIGEST_HEX + 1];
	int rc = channel_list(&refs, cell, err);

	for (size_t k = 0; k < refs.n; k++)
		channel_correction(&files, refs.at[k], kind == FLAT);
	for (size_t i = 0; i < files.n && !rc; i++) {
		rc = find_digest(f, files.at[i], err);
		if (!rc)
			buf_printf(to, "%s%s", i ? "+" : "",
				   digest_hex(hex, &f->digest));
	}
	strs_release(&refs);
	strs_release(&files);
	return rc;
}

static int fill_row(struct filling *f, size_t row, enum side s,
		    enum correction_kind kind, const char *column,
		    struct err *err)
{
	const char *ref = tsv_get(f->t, row, tsv_column(f->t, side_name(s)));
	struct buf is = { 0 };
	const char *was;
	int rc = find_digests(f, &is, ref, kind, err);

	if (is.len)
		tsv_add_column(f->t, column);
	was = tsv_get(f->t, row, tsv_column(f->t, column));
	if (*was && is.len && strcmp(was, buf_text(&is)) && !f->changed++)
		f->first = ref;
	if (tsv_column(f->t, column) >= 0)
		tsv_set(f->t, row, tsv_column(f->t, column), buf_text(&is));
	buf_release(&is);
	return rc;
}

int corrections_fill(struct tsv *t, struct messages *messages, struct err *err)
{
	struct filling f = { .t = t };
	int rc = 0;

	for (enum side s = SOURCE; s <= TARGET; s++)
		for (enum correction_kind kind = DARK; kind <= FLAT; kind++) {
			char *column = mem_printf("%s_%s_sha256", side_name(s),
						  kind_name[kind]);

			for (size_t i = 0; i < t->rows && !rc; i++)
				rc = fill_row(&f, i, s, kind, column, err);
			free(column);
		}
	if (f.changed)
		messages_warn(messages,
			      "the dark or flat image of %zu image%s changed "
			      "since the manifest was made, first that of "
			      "'%s': repeat what was computed from it, such as "
			      "the normalisation",
			      f.changed, f.changed == 1 ? "" : "s", f.first);
	free(f.path);
	if (!rc)
		report_corrections(t, messages);
	return rc;
}
