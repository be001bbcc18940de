/* manifest.c - see manifest.h. */
#include "manifest/manifest.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "file/digest.h"
#include "file/file_table.h"
#include "base/mem.h"
#include "base/strs.h"
#include "image/image.h"
#include "image/ref.h"

#define MOST_PIXELS 1e6 /* no image has more pixels on a side */

static const char *const norm_columns[] = {
	"source_offset",
	"source_scale",
	"target_offset",
	"target_scale",
};

/* Finds the four columns of normalisation: all must exist, or none. */
static int find_norm(struct manifest *p, int column[4], struct err *err)
{
	int found = 0;

	for (int i = 0; i < 4; i++) {
		column[i] = tsv_column(&p->table, norm_columns[i]);
		found += column[i] >= 0;
	}
	p->normalised = found == 4;
	if (!found)
		return 0;
	for (int i = 0; i < 4; i++)
		if (tsv_need(&p->table, norm_columns[i], err) < 0)
			return -1;
	return 0;
}

/* Returns how many numbers a cell has, with commas between. */
static size_t count_numbers(const struct tsv *t, size_t row, int column)
{
	size_t n = 1;

	for (const char *c = tsv_get(t, row, column); *c; c++)
		n += *c == ',';
	return n;
}

/* Sets *TO to number K of the N numbers of a cell. */
static int read_number(const struct tsv *t, size_t row, int column, size_t k,
		       size_t n, double *to, struct err *err)
{
	size_t found = count_numbers(t, row, column);

	if (found == n)
		return channel_number(t, row, column, k, to, err);
	err_data(err,
		 "column '%s' has %zu number%s, but the image has %zu "
		 "channel%s: want one for each, with commas between, as "
		 "xp-norm writes them",
		 t->column[column], found, found == 1 ? "" : "s", n,
		 n == 1 ? "" : "s");
	return tsv_wrap(t, row, err);
}

static int read_norm(const struct tsv *t, size_t row, const int column[2],
		     size_t k, size_t n, struct norm *to, struct err *err)
{
	if (read_number(t, row, column[0], k, n, &to->offset, err) < 0 ||
	    read_number(t, row, column[1], k, n, &to->scale, err) < 0)
		return -1;
	if (isfinite(to->offset) && isfinite(to->scale) && to->scale != 0)
		return 0;
	err_data(err,
		 "an offset of %g and a scale of %g cannot be used: want "
		 "finite numbers, and a scale other than 0",
		 to->offset, to->scale);
	return tsv_wrap(t, row, err);
}

static int other_number(const struct manifest *p, const struct pair *row,
			enum side side, size_t n, struct err *err)
{
	size_t most = p->channels[side];

	err_data(err,
		 "'%s' names %zu channel%s, but '%s' of the first row names "
		 "%zu: name the same channels in each row, as in '[c=0+2]', or "
		 "leave rows out",
		 pair_cell(row, side), n, n == 1 ? "" : "s",
		 pair_cell(p->list, side), most);
	return tsv_wrap(&p->table, row->row, err);
}

int manifest_set_channels(struct manifest *p, struct pair *row, enum side side,
			  struct err *err)
{
	struct channel *was = row->channel[side], *to;
	struct strs refs = { 0 };
	size_t n;

	if (channel_list(&refs, pair_cell(row, side), err) < 0) {
		strs_release(&refs);
		return tsv_wrap(&p->table, row->row, err);
	}
	n = refs.n;
	p->channels[side] = p->channels[side] ? p->channels[side] : n;
	row->channel[side] = to = mem_zero(n, sizeof(*to));
	for (size_t i = 0; i < n; i++) {
		to[i] = (struct channel){ pair_cell(row, side), { 0, 1 } };
		if (was && n == p->channels[side])
			to[i].norm = was[i].norm;
		if (strcmp(to[i].ref, refs.at[i])) {
			strs_add(&p->refs, refs.at[i]);
			to[i].ref = p->refs.at[p->refs.n - 1];
		}
	}
	free(was);
	strs_release(&refs);
	return n == p->channels[side] ? 0 : other_number(p, row, side, n, err);
}

/* Gives ROW a target of as many channels as P has, of no image. */
static void set_no_target(const struct manifest *p, struct pair *row)
{
	size_t n = p->channels[TARGET];
	struct channel *to = mem_zero(n, sizeof(*to));

	for (size_t k = 0; k < n; k++)
		to[k] = (struct channel){ "", { 0, 1 } };
	free(row->channel[TARGET]);
	row->channel[TARGET] = to;
}

void manifest_set_targets(struct manifest *p, size_t n)
{
	p->channels[TARGET] = n;
	for (size_t i = 0; i < p->n; i++)
		set_no_target(p, &p->list[i]);
}

/* Finds the channels of SIDE of ROW; those of a target that is missing have
 * the numbers in COLUMN of the first row. */
static int find_channels(struct manifest *p, struct pair *row, enum side side,
			 int column, struct err *err)
{
	size_t numbers = !p->normalised ?
				 1 :
				 count_numbers(&p->table, row->row, column);

	numbers = numbers < CHANNELS_MOST ? numbers : CHANNELS_MOST;
	if (side == SOURCE || !p->targetless)
		return manifest_set_channels(p, row, side, err);
	if (!p->channels[TARGET])
		p->channels[TARGET] = numbers;
	set_no_target(p, row);
	return 0;
}

static int read_row(struct manifest *p, struct pair *to, size_t row,
		    const int column[5], const int norm[4], struct err *err)
{
	const struct tsv *t = &p->table;
	const char *const need[] = { "id", "source", "target" };

	for (int i = 0; i < (p->targetless ? 2 : 3); i++)
		if (!tsv_get(t, row, column[i])[0]) {
			err_data(err, "the %s is missing", need[i]);
			return tsv_wrap(t, row, err);
		}
	*to = (struct pair){
		.id = tsv_get(t, row, column[0]),
		.source = tsv_get(t, row, column[1]),
		.target = tsv_get(t, row, column[2]),
		.split = tsv_get(t, row, column[3]),
		.group = tsv_get(t, row, column[4]),
		.row = row,
	};
	for (enum side s = SOURCE; s <= TARGET; s++) {
		if (find_channels(p, to, s, norm[2 * s], err) < 0)
			return -1;
		for (size_t k = 0; k < p->channels[s] && p->normalised; k++)
			if (read_norm(t, row, norm + 2 * s, k, p->channels[s],
				      &to->channel[s][k].norm, err) < 0)
				return -1;
	}
	return 0;
}

static int read_fits(struct manifest *p, struct err *err)
{
	const struct tsv *t = &p->table;
	int source = tsv_column(t, "source_fit");
	int target = tsv_column(t, "target_fit");

	for (size_t i = 0; i < p->n; i++) {
		struct pair *to = &p->list[i];

		if (fitted_to_parse(&to->source_fit,
				    tsv_get(t, to->row, source), err) < 0 ||
		    fitted_to_parse(&to->target_fit,
				    tsv_get(t, to->row, target), err) < 0)
			return tsv_wrap(t, to->row, err);
	}
	return 0;
}

static int read_pixels(const struct tsv *t, size_t row, int column, long *to,
		       struct err *err)
{
	double x;

	if (tsv_real(t, row, column, &x, err) < 0)
		return -1;
	if (fabs(x) < MOST_PIXELS) { /* false for NaN, too */
		*to = lround(x);
		return 0;
	}
	err_data(err, "a shift of %g pixels cannot be used", x);
	return tsv_wrap(t, row, err);
}

static int read_shift(const struct tsv *t, size_t row,
		      const int column[SHIFT_COLUMNS], struct shift *to,
		      struct err *err)
{
	int has_y = *tsv_get(t, row, column[SHIFT_Y]) != 0;
	int has_x = *tsv_get(t, row, column[SHIFT_X]) != 0;
	double quality;

	if (has_y != has_x) {
		err_data(err, "one of %s and %s is empty: a shift needs both",
			 t->column[column[SHIFT_Y]],
			 t->column[column[SHIFT_X]]);
		return tsv_wrap(t, row, err);
	}
	if (!has_y)
		return 0;
	if (read_pixels(t, row, column[SHIFT_Y], &to->y, err) < 0 ||
	    read_pixels(t, row, column[SHIFT_X], &to->x, err) < 0)
		return -1;
	/* If no quality is given, a person has written the shift. */
	if (!*tsv_get(t, row, column[SHIFT_QUALITY]))
		return 0;
	if (tsv_real(t, row, column[SHIFT_QUALITY], &quality, err) < 0)
		return -1;
	if (quality < SHIFT_CLEAR)
		*to = (struct shift){ .unclear = 1 };
	return 0;
}

static int read_shifts(struct manifest *p, struct err *err)
{
	const struct tsv *t = &p->table;
	int column[SHIFT_COLUMNS];

	if (shift_columns(t, column, err) < 0)
		return -1;
	for (size_t i = 0; i < p->n && column[SHIFT_Y] >= 0; i++)
		if (read_shift(t, p->list[i].row, column, &p->list[i].shift,
			       err) < 0)
			return -1;
	return 0;
}

static int by_id(const void *a, const void *b)
{
	const struct pair *const *x = a, *const *y = b;
	int order = strcmp((*x)->id, (*y)->id);

	return order ? order : (*x)->row < (*y)->row ? -1 : 1;
}

static int check_ids(const struct manifest *p, struct err *err)
{
	const struct pair **sorted = mem_zero(p->n, sizeof(*sorted));
	int rc = 0;

	for (size_t i = 0; i < p->n; i++)
		sorted[i] = &p->list[i];
	qsort(sorted, p->n, sizeof(*sorted), by_id);
	for (size_t i = 1; i < p->n && rc == 0; i++)
		if (!strcmp(sorted[i - 1]->id, sorted[i]->id)) {
			err_data(err,
				 "id '%s' is used twice, first in line %zu",
				 sorted[i]->id, sorted[i - 1]->row + 2);
			rc = tsv_wrap(&p->table, sorted[i]->row, err);
		}
	free(sorted);
	return rc;
}

static int is_empty(const struct tsv *t, int column)
{
	for (size_t i = 0; i < t->rows; i++)
		if (tsv_get(t, i, column)[0])
			return 0;
	return 1;
}

static int read_rows(struct manifest *p, int need_target, struct err *err)
{
	const struct tsv *t = &p->table;
	int column[5], norm[4];

	column[0] = tsv_need(t, "id", err);
	column[1] = column[0] < 0 ? -1 : tsv_need(t, "source", err);
	if (column[1] < 0)
		return -1;
	if (tsv_refuse_quotes(t, err) < 0)
		return -1;
	column[2] = tsv_column(t, "target");
	p->targetless = !need_target && is_empty(t, column[2]);
	if (!p->targetless && tsv_need(t, "target", err) < 0)
		return -1;
	if (find_norm(p, norm, err) < 0)
		return -1;
	column[3] = tsv_column(t, "split");
	column[4] = tsv_column(t, "group");
	if (!t->rows)
		return err_data(err, "%s: the table has a header but no rows",
				t->path);
	p->list = mem_zero(t->rows, sizeof(*p->list));
	while (p->n < t->rows) {
		size_t i = p->n++; /* a row that fails has channels, too */

		if (read_row(p, &p->list[i], i, column, norm, err) < 0)
			return -1;
	}
	if (read_fits(p, err) < 0 || read_shifts(p, err) < 0)
		return -1;
	return check_ids(p, err);
}

static int read_table(struct manifest *p, const char *path, int need_target,
		      struct err *err)
{
	memset(p, 0, sizeof(*p));
	if (tsv_read(&p->table, path, err) < 0)
		return -1;
	if (read_rows(p, need_target, err) == 0)
		return 0;
	manifest_release(p);
	return -1;
}

int manifest_parse(struct manifest *p, const char *name, struct buf *b,
		   struct err *err)
{
	memset(p, 0, sizeof(*p));
	if (tsv_parse(&p->table, name, b, err) < 0)
		return -1;
	if (read_rows(p, 1, err) == 0)
		return 0;
	manifest_release(p);
	return -1;
}

int manifest_read(struct manifest *p, const char *path, struct err *err)
{
	return read_table(p, path, 1, err);
}

int manifest_read_sources(struct manifest *p, const char *path, struct err *err)
{
	return read_table(p, path, 0, err);
}

void manifest_release(struct manifest *p)
{
	for (size_t i = 0; i < p->n; i++)
		for (enum side s = SOURCE; s <= TARGET; s++)
			free(p->list[i].channel[s]);
	tsv_release(&p->table);
	strs_release(&p->refs);
	free(p->list);
	memset(p, 0, sizeof(*p));
}

static int expect_one(const struct tsv *t, size_t row, const char *path,
		      const char *sha, struct err *err)
{
	char *who = mem_printf("%s:%zu", t->path, row + 2);
	struct digest d;
	int rc;

	if (strlen(sha) != DIGEST_HEX || digest_parse(&d, sha) < 0)
		rc = err_data(err, "%s: '%s' is not a SHA-256", who, sha);
	else
		rc = file_table_expect(path, &d, who, err);
	free(who);
	return rc;
}

/* Hands over the digests of FILES, which CELL names: SHA has one for each, with
 * a + between. */
static int expect_files(const struct tsv *t, size_t row, const char *cell,
			const struct strs *files, const char *sha,
			struct err *err)
{
	struct strs each = { 0 };
	int rc = 0;

	strs_split(&each, sha, '+');
	if (files->n != each.n) {
		err_data(err, "'%s' names %zu file%s, but has %zu SHA-256",
			 cell, files->n, files->n == 1 ? "" : "s", each.n);
		rc = tsv_wrap(t, row, err);
	}
	for (size_t i = 0; i < files->n && !rc; i++)
		rc = expect_one(t, row, files->at[i], each.at[i], err);
	strs_release(&each);
	return rc;
}

static int expect_images(const struct tsv *t, size_t row, const char *cell,
			 const char *sha, struct err *err)
{
	struct strs files = { 0 };
	int rc;

	channel_files(&files, cell);
	rc = expect_files(t, row, cell, &files, sha, err);
	strs_release(&files);
	return rc;
}

/* Hands over the digests in the columns of the dark and flat images of ROW's
 * SIDE. */
static int expect_corrections(const struct manifest *p, const struct pair *row,
			      enum side side, struct err *err)
{
	const char *name[] = { "dark", "flat" }, *sha;
	const char *cell = pair_cell(row, side);
	int rc = 0;

	if (!strstr(cell, "dark=") && !strstr(cell, "flat="))
		return 0;
	for (int i = 0; i < 2 && !rc; i++) {
		char *column = mem_printf("%s_%s_sha256", side_name(side),
					  name[i]);
		struct strs files = { 0 };

		for (size_t k = 0; k < p->channels[side]; k++)
			channel_correction(&files, row->channel[side][k].ref,
					   i);
		sha = tsv_get(&p->table, row->row,
			      tsv_column(&p->table, column));
		if (files.n && *sha)
			rc = expect_files(&p->table, row->row, cell, &files,
					  sha, err);
		strs_release(&files);
		free(column);
	}
	return rc;
}

int manifest_expect(const struct manifest *p, struct err *err)
{
	const struct tsv *t = &p->table;
	int source = tsv_column(t, "source_sha256");
	int target = tsv_column(t, "target_sha256");

	for (size_t i = 0; i < p->n; i++) {
		const struct pair *row = &p->list[i];
		const char *s = tsv_get(t, row->row, source);
		const char *g = tsv_get(t, row->row, target);

		if ((*s &&
		     expect_images(t, row->row, row->source, s, err) < 0) ||
		    (*g && *row->target &&
		     expect_images(t, row->row, row->target, g, err) < 0))
			return -1;
		for (enum side k = SOURCE; k <= TARGET; k++)
			if (expect_corrections(p, row, k, err) < 0)
				return -1;
	}
	return 0;
}

size_t manifest_count(const struct manifest *p, const char *split)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		n += !strcmp(p->list[i].split, split);
	return n;
}

int manifest_need_split(const struct manifest *p, const char *split,
			struct err *err)
{
	struct strs names = { 0 };
	struct buf list = { 0 };

	if (manifest_count(p, split))
		return 0;
	for (size_t i = 0; i < p->n; i++)
		if (p->list[i].split[0] && !strs_has(&names, p->list[i].split))
			strs_add(&names, p->list[i].split);
	strs_sort(&names);
	for (size_t i = 0; i < names.n && list.len < 500; i++)
		buf_printf(&list, "%s'%s'", i ? ", " : "", names.at[i]);
	err_data(err, "no row is in split '%s'; %s%s", split,
		 names.n ? "the splits are " : "no row has a split",
		 buf_text(&list));
	err_wrap(err, "%s: ", p->table.path);
	strs_release(&names);
	buf_release(&list);
	return -1;
}
