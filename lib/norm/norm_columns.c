/*
 * norm_columns.c - a manifest's columns of normalisation, and images to match.
 */
#include "norm/norm_columns.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "file/in.h"
#include "base/mem.h"
#include "file/path.h"
#include "norm/rewrite.h"

static int column(struct manifest *p, enum side side, const char *name)
{
	char *full = mem_printf("%s%s%s", side_name(side), name[0] ? "_" : "",
				name);
	int c = tsv_add_column(&p->table, full);

	free(full);
	return c;
}

/* Fills the columns with offset and scale of each channel of a row. */
static void set_cells(struct manifest *p, size_t i, enum side side)
{
	const struct pair *r = &p->list[i];
	size_t n = p->channels[side];

	channel_set_numbers(&p->table, r->row, column(p, side, "offset"),
			    r->channel[side], n, 0);
	channel_set_numbers(&p->table, r->row, column(p, side, "scale"),
			    r->channel[side], n, 1);
}

void norm_columns_set(struct manifest *p, const struct fit_side *f)
{
	for (size_t i = 0; i < p->n; i++) {
		p->list[i].channel[f->side][f->channel].norm = f->norm[i];
		set_cells(p, i, f->side);
	}
	p->normalised = 1;
}

void norm_columns_set_fit(struct manifest *p, enum side side,
			  const struct fitted_to *fit)
{
	int was = tsv_column(&p->table, side == SOURCE ? "source_was_type" :
							 "target_was_type");
	int cell = column(p, side, "fit");
	struct buf text = { 0 };

	fitted_to_text(fit, &text);
	for (size_t i = 0; i < p->n; i++) {
		struct pair *r = &p->list[i];
		struct fitted_to *to = side == SOURCE ? &r->source_fit :
							&r->target_fit;

		if (tsv_get(&p->table, r->row, was)[0] &&
		    (fit->scope == FITTED_NONE || fitted_to_own(to, r->split)))
			continue;
		tsv_set(&p->table, r->row, cell, buf_text(&text));
		*to = *fit;
	}
	buf_release(&text);
}

void norm_columns_set_rule(struct manifest *p, enum side side,
			   const struct fit_rule *rule)
{
	int cell = column(p, side, "rule");
	struct buf text = { 0 };

	fit_rule_text(rule, &text);
	for (size_t i = 0; i < p->n; i++)
		tsv_set(&p->table, p->list[i].row, cell, buf_text(&text));
	buf_release(&text);
}

/* Sets the reference of an image in the table and in the row. */
static void set_ref(struct manifest *p, size_t i, enum side side,
		    const char *path, int stack)
{
	struct pair *r = &p->list[i];
	int c = column(p, side, "");
	char *ref = mem_printf("%s%s", path, stack ? "[z=all]" : "");

	tsv_set(&p->table, r->row, c, ref);
	free(ref);
	*(side == SOURCE ? &r->source : &r->target) = tsv_get(&p->table, r->row,
							      c);
	r->channel[side]->ref = pair_cell(r, side);
}

static void set_norm(struct manifest *p, size_t i, enum side side,
		     const struct norm *norm)
{
	p->list[i].channel[side]->norm = *norm;
	set_cells(p, i, side);
}

/* Files are written of one channel only. */
static int check_channels(const struct manifest *p, struct err *err)
{
	for (enum side s = SOURCE; s <= TARGET; s++)
		if (p->channels[s] > 1)
			return err_usage(
				err,
				"'%s' has %zu channels, and --to writes images "
				"of one: leave out --to, and train on the "
				"columns of offsets and scales",
				pair_cell(p->list, s), p->channels[s]);
	return 0;
}

static int read_was(struct manifest *p, size_t i, enum side side,
		    struct norm *was, struct err *err)
{
	size_t row = p->list[i].row;

	if (tsv_real(&p->table, row, column(p, side, "was_offset"),
		     &was->offset, err) < 0 ||
	    tsv_real(&p->table, row, column(p, side, "was_scale"), &was->scale,
		     err) < 0)
		return -1;
	if (isfinite(was->offset) && isfinite(was->scale) && was->scale)
		return 0;
	err_data(err, "an offset of %g and a scale of %g cannot be undone",
		 was->offset, was->scale);
	return tsv_wrap(&p->table, row, err);
}

/* Finds the type in which an image is written back. */
static int choose_type(struct manifest *p, size_t i, enum side side,
		       struct norm_files *files, enum pixel *to,
		       struct err *err)
{
	size_t row = p->list[i].row;
	const char *name = tsv_get(&p->table, row, column(p, side, "was_type"));

	*to = pixel_find(name);
	if (*to == PIXEL_NONE) {
		err_data(err,
			 "column '%s_was_type': no type of pixels is "
			 "called '%s'",
			 side_name(side), name);
		return tsv_wrap(&p->table, row, err);
	}
	if (*to == PIXEL_U8 || *to == PIXEL_U16)
		return 0;
	files->other += *to != PIXEL_F32;
	*to = PIXEL_F32;
	return 0;
}

/* Empties the digest of the dark or flat image (WHAT) of a row's SIDE: the new
 * file has been corrected. */
static void drop_correction(struct manifest *p, size_t i, enum side side,
			    const char *what)
{
	char *name = mem_printf("%s_%s_sha256", side_name(side), what);
	int column = tsv_column(&p->table, name);

	if (column >= 0)
		tsv_set(&p->table, p->list[i].row, column, "");
	free(name);
}

/* Fills the columns that xp-pairs made (size, type, digest) for the new file
 * PATH. */
static int set_facts(struct manifest *p, size_t i, enum side side,
		     const char *path, enum pixel type, struct err *err)
{
	const char *name = side_name(side);
	char *sha = mem_printf("%s_sha256", name);
	char *kind = mem_printf("%s_type", name);
	int sha_column = tsv_column(&p->table, sha);
	int kind_column = tsv_column(&p->table, kind);
	char hex[DIGEST_HEX + 1];
	struct digest d;
	int rc = 0;

	free(sha);
	free(kind);
	drop_correction(p, i, side, "dark");
	drop_correction(p, i, side, "flat");
	if (kind_column >= 0)
		tsv_set(&p->table, p->list[i].row, kind_column,
			pixel_name(type));
	if (sha_column >= 0 && (rc = in_digest(&d, path, err)) == 0)
		tsv_set(&p->table, p->list[i].row, sha_column,
			digest_hex(hex, &d));
	return rc;
}

/* Fills the columns SIDE_was_..., which say how to undo WAS.  If the image had
 * been normalised before, they lead back to the first original. */
static int set_was(struct manifest *p, size_t i, enum side side,
		   struct norm was, enum pixel type, struct err *err)
{
	size_t row = p->list[i].row;
	int offset = column(p, side, "was_offset");
	int scale = column(p, side, "was_scale");
	int kind = column(p, side, "was_type");
	struct norm first;

	if (!tsv_get(&p->table, row, kind)[0]) {
		tsv_set(&p->table, row, kind, pixel_name(type));
	} else {
		if (read_was(p, i, side, &first, err) < 0)
			return -1;
		was.offset = first.offset + was.offset / first.scale;
		was.scale *= first.scale;
	}
	tsv_set_exact(&p->table, row, offset, was.offset);
	tsv_set_exact(&p->table, row, scale, was.scale);
	return 0;
}

static int write_one(struct manifest *p, size_t i, enum side side,
		     struct norm_files *files, struct err *err)
{
	static const struct norm identity = { 0, 1 };
	struct pair *r = &p->list[i];
	struct norm norm = r->channel[side]->norm;
	struct image_info info;
	uint64_t cut = 0;
	char *path = rewrite_path(files->dir, side_name(side), r->id);

	if (rewrite_apply(r->channel[side]->ref, path, &norm,
			  files->cut[side] ? &cut : NULL, &info, err) < 0) {
		free(path);
		return tsv_wrap(&p->table, r->row, err);
	}
	if (set_was(p, i, side, norm, info.type, err) < 0 ||
	    set_facts(p, i, side, path, PIXEL_F32, err) < 0) {
		free(path);
		return -1;
	}
	if (files->cut[side])
		tsv_set_int(&p->table, r->row, column(p, side, "clipped"),
			    (long long)cut);
	files->clipped += cut;
	set_norm(p, i, side, &identity);
	set_ref(p, i, side, path, info.stack > 1);
	free(path);
	return 0;
}

static int undo_one(struct manifest *p, size_t i, enum side side,
		    struct norm_files *files, struct err *err)
{
	static const char *const names[] = { "was_offset", "was_scale",
					     "was_type" };
	struct pair *r = &p->list[i];
	enum pixel to = PIXEL_F32;
	struct image_info info;
	struct norm was;
	char *path;

	if (read_was(p, i, side, &was, err) < 0 ||
	    (!files->as_float && choose_type(p, i, side, files, &to, err) < 0))
		return -1;
	path = rewrite_path(files->dir, side_name(side), r->id);
	if (rewrite_invert(r->channel[side]->ref, path, &was, to,
			   &files->clipped, &info, err) < 0) {
		free(path);
		return tsv_wrap(&p->table, r->row, err);
	}
	if (set_facts(p, i, side, path, to, err) < 0) {
		free(path);
		return -1;
	}
	for (int k = 0; k < 3; k++)
		tsv_set(&p->table, r->row, column(p, side, names[k]), "");
	set_norm(p, i, side, &was);
	set_ref(p, i, side, path, info.stack > 1);
	free(path);
	return 0;
}

static int make_dirs(const char *dir, struct err *err)
{
	int rc = *dir ? tsv_check_cell(dir, err) :
			err_usage(err, "--to= names no directory");

	for (enum side s = SOURCE; s <= TARGET && rc == 0; s++) {
		char *path = mem_printf("%s/%s", dir, side_name(s));

		rc = path_make_dirs(path, err);
		free(path);
	}
	return rc;
}

int norm_columns_write(struct manifest *p, struct norm_files *files,
		       struct err *err)
{
	if (check_channels(p, err) < 0 || make_dirs(files->dir, err) < 0)
		return -1;
	for (size_t i = 0; i < p->n; i++)
		for (enum side s = SOURCE; s <= TARGET; s++)
			if (write_one(p, i, s, files, err) < 0)
				return -1;
	return 0;
}

int norm_columns_undo(struct manifest *p, struct norm_files *files,
		      struct err *err)
{
	if (tsv_column(&p->table, "source_was_offset") < 0)
		return err_data(err,
				"%s: no column 'source_was_offset': only "
				"a manifest that xp-norm --to wrote can be "
				"inverted",
				p->table.path);
	if (check_channels(p, err) < 0 || make_dirs(files->dir, err) < 0)
		return -1;
	for (size_t i = 0; i < p->n; i++)
		for (enum side s = SOURCE; s <= TARGET; s++)
			if (undo_one(p, i, s, files, err) < 0)
				return -1;
	return 0;
}
