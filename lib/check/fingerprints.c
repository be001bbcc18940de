/* fingerprints.c - those of all images of a table.  See fingerprints.h. */
#include "check/fingerprints.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/calc.h"
#include "file/digest.h"
#include "file/in.h"
#include "base/mem.h"
#include "base/thread_pool.h"
#include "image/ref.h"
#include "image/scan.h"
#include "manifest/channel.h"
#include "manifest/stated.h"

enum {
	BATCH = 8, /* pairs of a thread between two reports of progress */
	RUN = 4	   /* neighbours that are compared */
};

struct work {
	struct fingerprints *all;
	const struct tsv *table;
	struct phase_correlation *phase; /* one for each thread */
	size_t first;
};

/* Replaces pixels that are not finite, which would spoil all frequencies. */
static void fill(struct image *im, const struct fingerprint *p)
{
	for (size_t i = 0; p->nonfinite && i < im->width * im->height; i++)
		if (!isfinite(im->px[i]))
			im->px[i] = (float)p->median;
}

/* Fills TO with the digest of the file that REF names, an image or not. */
static int sha256_of_image(struct digest *to, const char *ref)
{
	struct err err = { 0 }, no_image = { 0 };
	struct scan *scan;
	char *path, *select;
	int rc;

	if (scan_open(&scan, ref, &no_image) == 0) {
		rc = scan_digest(scan, to, &err);
		scan_close(scan);
		return rc;
	}
	ref_split(ref, &path, &select);
	rc = in_digest(to, path, &err);
	free(path);
	free(select);
	return rc;
}

/* Returns 1 if the file does not have the digest in the table. */
static int has_changed(const struct fingerprints_row *row, enum side side)
{
	char hex[DIGEST_HEX + 1];
	struct digest d;

	return *row->sha256[side] && sha256_of_image(&d, row->ref[side]) == 0 &&
	       strcmp(row->sha256[side], digest_hex(hex, &d));
}

/* Compares digests after some images were read: their files may still be open,
 * and in a recorded run others have hashed them meanwhile. */
static void compare(void *arg, size_t piece, int worker)
{
	struct work *w = arg;
	struct fingerprints_row *row = &w->all->row[w->first + piece];

	(void)worker;
	row->changed[SOURCE] = has_changed(row, SOURCE);
	row->changed[TARGET] = has_changed(row, TARGET);
}

/* Returns 1 if row I of N is compared with others: every row if there are few,
 * otherwise runs of neighbours spread over all rows, because a wrong page is
 * usually the next one. */
static int is_compared(size_t i, size_t n)
{
	size_t runs = FINGERPRINTS_COMPARED / RUN;

	if (n <= FINGERPRINTS_COMPARED)
		return 1;
	for (size_t r = 0; r < runs; r++) {
		size_t start = r * (n - RUN) / (runs - 1);

		if (i >= start && i < start + RUN)
			return 1;
	}
	return 0;
}

/* Returns 1 if row I of N is compared with its target turned: some rows spread
 * over all. */
static int is_turned(size_t i, size_t n)
{
	size_t step = n / FINGERPRINTS_TURNED + 1;

	return i % step == step / 2;
}

/* Slice Z of the stack IM, in its memory. */
static struct image slice_of(const struct image *im, size_t z)
{
	struct image one = *im;

	one.slices = 1;
	one.height /= im->slices;
	one.px += z * one.width * one.height;
	return one;
}

static double variance(const struct image *im)
{
	size_t n = im->width * im->height;
	double sum = 0, squares = 0;

	for (size_t i = 0; i < n; i++) {
		sum += im->px[i];
		squares += (double)im->px[i] * im->px[i];
	}
	return squares / (double)n - sum / (double)n * (sum / (double)n);
}

/* Returns the slice of the stack IM that shows most: the first of those with
 * the greatest variance. */
static size_t clearest(const struct image *im)
{
	size_t best = 0;
	double most = -1;

	for (size_t z = 0; z < im->slices; z++) {
		struct image one = slice_of(im, z);
		double v = variance(&one);

		if (v > most) {
			most = v;
			best = z;
		}
	}
	return best;
}

/* Copies to TO the middle of FROM, SIDE x SIDE pixels, turned by TURN. */
static void turn(float *to, const struct image *from, size_t side, int turn)
{
	size_t x0 = (from->width - side) / 2, y0 = (from->height - side) / 2;

	for (size_t y = 0; y < side; y++)
		for (size_t x = 0; x < side; x++) {
			size_t v = turn & 4 ? x : y, u = turn & 4 ? y : x;

			v = turn & 2 ? side - 1 - v : v;
			u = turn & 1 ? side - 1 - u : u;
			to[y * side + x] =
				from->px[(y0 + v) * from->width + x0 + u];
		}
}

/* Measures the fit of the target, turned in each way, near no shift. */
static void turn_target(struct fingerprints_row *row,
			struct phase_correlation *phase,
			const struct image im[SIDES])
{
	size_t side = im->width < im->height ? im->width : im->height;
	struct image square[SIDES] = { im[SOURCE], im[TARGET] };

	side = side > PHASE_MOST ? PHASE_MOST : side;
	if (side < 2 * PHASE_LEAST || im[SOURCE].width != im[TARGET].width ||
	    im[SOURCE].height != im[TARGET].height)
		return;
	for (int s = 0; s < SIDES; s++) {
		square[s].width = square[s].height = side;
		square[s].px = mem_floats(side * side);
	}
	turn(square[SOURCE].px, &im[SOURCE], side, 0);
	row->is_turned = 1;
	for (int k = 0; k < FINGERPRINT_TURNS && row->is_turned; k++) {
		struct phase_spectrum a, b;
		double fit[2] = { 0, 0 };

		turn(square[TARGET].px, &im[TARGET], side, k);
		phase_correlation_keep(phase, &square[SOURCE], &square[TARGET],
				       &a, &b);
		row->is_turned = a.re[0] != NULL;
		if (row->is_turned)
			phase_correlation_fit(phase, &a, &b, 0, 0,
					      (long)side / 16, fit);
		for (int half = 0; half < 2; half++)
			row->turned[k][half] = calc_log(fmax(fit[half], 1));
		phase_correlation_drop(&a);
		phase_correlation_drop(&b);
	}
	free(square[SOURCE].px);
	free(square[TARGET].px);
}

/* Two stacks lie as their slices do where the target shows most. */
void fingerprints_correlate(struct fingerprints_row *row,
			    struct phase_correlation *phase,
			    const struct image pair[SIDES], int compared,
			    int turned)
{
	struct image im[SIDES] = { pair[SOURCE], pair[TARGET] };

	if (im[SOURCE].slices > 1 && im[SOURCE].slices == im[TARGET].slices) {
		size_t z = clearest(&im[TARGET]);

		im[SOURCE] = slice_of(&pair[SOURCE], z);
		im[TARGET] = slice_of(&pair[TARGET], z);
	}
	phase_correlation_find(phase, &im[SOURCE], &im[TARGET], &row->shift);
	if (turned)
		turn_target(row, phase, im);
	if (compared)
		phase_correlation_keep(phase, &im[SOURCE], &im[TARGET],
				       &row->spectrum[SOURCE],
				       &row->spectrum[TARGET]);
}

/* Holds the columns of row I against its image of SIDE. */
static void compare_stated(struct work *w, size_t i, enum side side)
{
	const struct fingerprint *p = &w->all->image[side][i];
	struct stated is = { p->width, p->height, p->slices > 1 ? p->slices : 0,
			     p->file_type };
	size_t k = w->all->channel[side];
	char found[STATED_TEXT];

	w->all->row[i].untrue[side] = stated_otherwise(w->table, i, side, k,
						       &is, found);
}

static void look(void *arg, size_t piece, int worker)
{
	struct work *w = arg;
	size_t i = w->first + piece;
	struct fingerprints_row *row = &w->all->row[i];
	struct image im[SIDES];
	struct err err;

	memset(im, 0, sizeof(im));
	for (int s = 0; s < SIDES; s++) {
		struct fingerprint *p = &w->all->image[s][i];

		err_clear(&err);
		if (image_read(&im[s], row->ref[s], &err) < 0) {
			p->trouble = mem_str(err.text);
			continue;
		}
		fingerprint_take(p, &im[s]);
		compare_stated(w, i, s);
		fill(&im[s], p);
	}
	if (fingerprints_has(w->all, i, SOURCE) &&
	    fingerprints_has(w->all, i, TARGET))
		fingerprints_correlate(row, &w->phase[worker], im,
				       is_compared(i, w->all->n),
				       is_turned(i, w->all->n));
	image_release(&im[SOURCE]);
	image_release(&im[TARGET]);
}

static int take_norm(const struct fingerprints *a, const struct tsv *t,
		     size_t i, enum side side, struct err *err)
{
	struct fingerprints_row *row = &a->row[i];
	char *offset = mem_printf("%s_offset", side_name(side));
	char *scale = mem_printf("%s_scale", side_name(side));
	size_t k = a->channel[side];
	int rc = 0;

	row->scale[side] = 1;
	if (a->normalised && (channel_number(t, i, tsv_column(t, offset), k,
					     &row->offset[side], err) < 0 ||
			      channel_number(t, i, tsv_column(t, scale), k,
					     &row->scale[side], err) < 0))
		rc = -1;
	free(offset);
	free(scale);
	return rc;
}

static const char *sha256_of(const struct tsv *t, size_t i, enum side side)
{
	char *name = mem_printf("%s_sha256", side_name(side));
	const char *text = tsv_get(t, i, tsv_column(t, name));

	free(name);
	return text;
}

/* Returns the digest of the channel's file: ROW has those of all files of CELL,
 * with a + between. */
static const char *digest_in(struct fingerprints *a, const char *cell,
			     const struct fingerprints_row *row, enum side side)
{
	struct strs path = { 0 }, each = { 0 }, own = { 0 };
	const char *found = "";

	channel_files(&path, cell);
	channel_files(&own, row->ref[side]);
	strs_split(&each, row->sha256[side], '+');
	for (size_t i = 0; i < path.n && i < each.n; i++)
		if (!strcmp(path.at[i], own.at[0])) {
			strs_add(&a->refs, each.at[i]);
			found = a->refs.at[a->refs.n - 1];
		}
	strs_release(&path);
	strs_release(&each);
	strs_release(&own);
	return found;
}

/* Returns 1 if the dark or, if FLAT is 1, the flat image of a channel of SIDE
 * does not have the digest in row I of T.  The channels are those of A->refs
 * from FIRST on, the channel is number K of them. */
static int is_recorrected(const struct fingerprints *a, const struct tsv *t,
			  size_t i, enum side side, size_t first, size_t k,
			  int flat)
{
	char *name = mem_printf("%s_%s_sha256", side_name(side),
				flat ? "flat" : "dark");
	const char *sha = tsv_get(t, i, tsv_column(t, name));
	struct strs files = { 0 }, each = { 0 };
	char hex[DIGEST_HEX + 1];
	struct err cannot = { 0 };
	struct digest d;
	int at = -1, other = 0;

	strs_split(&each, sha, '+');
	for (size_t c = first; *sha && c < a->refs.n; c++) {
		int file = channel_correction(&files, a->refs.at[c], flat);

		at = c == first + k ? file : at;
	}
	if (at >= 0 && (size_t)at < each.n &&
	    in_digest(&d, files.at[at], &cannot) == 0)
		other = strcmp(digest_hex(hex, &d), each.at[at]) != 0;
	strs_release(&files);
	strs_release(&each);
	free(name);
	return other;
}

/* Takes the reference of the channel, and the digest of its file. */
static int take_ref(struct fingerprints *a, const struct tsv *t, size_t i,
		    enum side side, struct err *err)
{
	const char *cell = tsv_get(t, i, tsv_column(t, side_name(side)));
	size_t first = a->refs.n, k = a->channel[side];

	if (channel_list(&a->refs, cell, err) < 0)
		return tsv_wrap(t, i, err);
	if (first + k >= a->refs.n) {
		err_data(err, "'%s' has no channel %zu", cell, k);
		return tsv_wrap(t, i, err);
	}
	a->row[i].ref[side] = a->refs.at[first + k];
	a->row[i].recorrected[side] =
		is_recorrected(a, t, i, side, first, k, 0) ||
		is_recorrected(a, t, i, side, first, k, 1);
	if (strchr(a->row[i].sha256[side], '+'))
		a->row[i].sha256[side] = digest_in(a, cell, &a->row[i], side);
	return 0;
}

static int count_channels(const struct tsv *t, enum side side, size_t *n,
			  struct err *err)
{
	int column = tsv_column(t, side_name(side));

	*n = 1;
	for (size_t i = 0; i < t->rows; i++) {
		struct strs refs = { 0 };
		size_t here;
		int rc = channel_list(&refs, tsv_get(t, i, column), err);

		here = refs.n;
		strs_release(&refs);
		if (rc < 0)
			return tsv_wrap(t, i, err);
		*n = i ? *n : here;
		if (here == *n)
			continue;
		err_data(err,
			 "'%s' names %zu channel%s, but '%s' names %zu: name "
			 "the same channels for each image",
			 tsv_get(t, i, column), here, here == 1 ? "" : "s",
			 tsv_get(t, 0, column), *n);
		return tsv_wrap(t, i, err);
	}
	return 0;
}

int fingerprints_channels(const struct tsv *t, size_t n[SIDES], struct err *err)
{
	return count_channels(t, SOURCE, &n[SOURCE], err) < 0 ?
		       -1 :
		       count_channels(t, TARGET, &n[TARGET], err);
}

static int by_quality(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

size_t fingerprints_best(const struct fingerprints *a, size_t n)
{
	double *quality = mem_zero(a->n + 1, sizeof(*quality)), most = -1;
	size_t best = 0;

	for (size_t k = 0; k < n; k++) {
		for (size_t i = 0; i < a->n; i++)
			quality[i] = a[k].row[i].shift.quality;
		qsort(quality, a->n, sizeof(*quality), by_quality);
		if (a->n && quality[a->n / 2] > most) {
			most = quality[a->n / 2];
			best = k;
		}
	}
	free(quality);
	return best;
}

static int take_rows(struct fingerprints *a, const struct tsv *t,
		     struct err *err)
{
	int id = tsv_column(t, "id"), split = tsv_column(t, "split");
	int group = tsv_column(t, "group");

	a->normalised = tsv_column(t, "source_scale") >= 0;
	for (size_t i = 0; i < t->rows; i++) {
		struct fingerprints_row *row = &a->row[i];

		row->id = tsv_get(t, i, id);
		row->split = tsv_get(t, i, split);
		row->group = tsv_get(t, i, group);
		for (int s = 0; s < SIDES; s++) {
			row->sha256[s] = sha256_of(t, i, s);
			if (take_ref(a, t, i, s, err) < 0 ||
			    take_norm(a, t, i, s, err) < 0)
				return -1;
		}
	}
	return 0;
}

/* Returns 1 if the images of SIDE are masks. */
static int are_masks(const struct fingerprints *a, enum side side)
{
	const float *ends = NULL; /* quantiles of an image with two values */

	for (size_t i = 0; i < a->n && !ends; i++)
		if (a->image[side][i].two_values)
			ends = a->image[side][i].part;
	for (size_t i = 0; i < a->n && ends; i++) {
		const struct fingerprint *p = &a->image[side][i];
		float low = p->part[0], high = p->part[FINGERPRINT_PARTS];

		if (!fingerprints_has(a, i, side))
			continue;
		if ((!p->two_values && low < high) ||
		    (low != ends[0] && low != ends[FINGERPRINT_PARTS]) ||
		    (high != ends[0] && high != ends[FINGERPRINT_PARTS]))
			return 0;
	}
	return ends != NULL;
}

int fingerprints_make(struct fingerprints *a, const struct tsv *t, int threads,
		      pair_table_progress *progress, void *arg, struct err *err)
{
	struct work w = { .all = a, .table = t };
	struct thread_pool *pool;

	threads = threads ? threads : thread_pool_processors();
	a->n = t->rows;
	a->row = mem_zero(a->n + 1, sizeof(*a->row));
	for (int s = 0; s < SIDES; s++)
		a->image[s] = mem_zero(a->n + 1, sizeof(*a->image[s]));
	if (take_rows(a, t, err) < 0)
		return -1;
	pool = thread_pool_new(threads);
	w.phase = mem_zero((size_t)threads, sizeof(*w.phase));
	while (w.first < a->n) {
		size_t n = (size_t)threads * BATCH;

		if (n > a->n - w.first)
			n = a->n - w.first;
		thread_pool_run(pool, n, look, &w);
		thread_pool_run(pool, n, compare, &w);
		w.first += n;
		progress(arg, w.first, a->n);
	}
	thread_pool_free(pool);
	for (int s = 0; s < SIDES; s++)
		a->masks[s] = are_masks(a, s);
	for (int i = 0; i < threads; i++)
		phase_correlation_release(&w.phase[i]);
	free(w.phase);
	return 0;
}

void fingerprints_release(struct fingerprints *a)
{
	for (int s = 0; s < SIDES; s++) {
		for (size_t i = 0; a->image[s] && i < a->n; i++) {
			fingerprint_release(&a->image[s][i]);
			phase_correlation_drop(&a->row[i].spectrum[s]);
		}
		free(a->image[s]);
	}
	free(a->row);
	strs_release(&a->refs);
	memset(a, 0, sizeof(*a));
}

void fingerprints_report(const struct fingerprints *a,
			 struct messages *messages)
{
	for (int s = 0; s < SIDES; s++) {
		struct scan_notes notes = { 0 };

		for (size_t i = 0; i < a->n; i++)
			if (!a->image[s][i].trouble)
				scan_notes_add(&notes, a->image[s][i].note, "",
					       a->row[i].ref[s]);
		scan_notes_tell(&notes, side_name(s), messages);
	}
}

int fingerprints_has(const struct fingerprints *a, size_t row, enum side side)
{
	return !a->image[side][row].trouble && a->image[side][row].n;
}

int fingerprints_empty_mask(const struct fingerprints *a, size_t row,
			    enum side side)
{
	return a->masks[side] && !a->image[side][row].two_values;
}

int fingerprints_in(const struct fingerprints *a, size_t row, const char *split)
{
	return !strcmp(a->row[row].split, split);
}

int fingerprints_register(const struct fingerprints *a, struct tsv *t,
			  struct err *err)
{
	int column[SHIFT_COLUMNS];

	if (shift_columns_make(t, column, err) < 0)
		return -1;
	for (size_t i = 0; i < a->n; i++) {
		const struct measured_shift *s = &a->row[i].shift;

		for (int k = 0; k < SHIFT_COLUMNS; k++)
			tsv_set(t, i, column[k], "");
		if (!(s->quality > 0))
			continue;
		tsv_set_real(t, i, column[SHIFT_Y], s->y);
		tsv_set_real(t, i, column[SHIFT_X], s->x);
		tsv_set_real(t, i, column[SHIFT_QUALITY], s->quality);
	}
	return 0;
}
