/*
 * trained.c - see trained.h.
 */
#include "train/trained.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/num.h"
#include "image/ref.h"

static const char *const sha256_key[TRAINED_FILES] = { "source_dark_sha256",
						       "source_flat_sha256" };

/* --- images that were seen ------------------------------------------------ */

enum { HEX = 16 }; /* digits of an image */

static int by_begin(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

void trained_seen_add(struct trained_seen *s, const uint64_t *list, size_t n)
{
	size_t all = s->n + n, kept = 0;

	s->list = mem_grow(s->list, all + 1, sizeof(*s->list));
	if (n)
		memcpy(s->list + s->n, list, n * sizeof(*list));
	qsort(s->list, all, sizeof(*s->list), by_begin);
	for (size_t i = 0; i < all; i++)
		if (!kept || s->list[i] != s->list[kept - 1])
			s->list[kept++] = s->list[i];
	s->left_out |= kept > TRAINED_SEEN_MOST;
	s->n = kept < TRAINED_SEEN_MOST ? kept : TRAINED_SEEN_MOST;
}

uint64_t trained_seen_begin(const struct digest *d)
{
	uint64_t x = 0;

	for (int i = 0; i < 8; i++)
		x = x << 8 | d->byte[i];
	return x;
}

int trained_seen_has(const struct trained_seen *s, const struct digest *d)
{
	const uint64_t x = trained_seen_begin(d);

	return s->n && bsearch(&x, s->list, s->n, sizeof(x), by_begin) != NULL;
}

static void seen_text(const struct trained_seen *s, struct buf *to)
{
	for (size_t i = 0; i < s->n; i++)
		buf_printf(to, "%016" PRIx64, s->list[i]);
}

static int seen_read(struct trained_seen *s, const char *text)
{
	size_t len = strlen(text), n = len / HEX;
	uint64_t *list;

	*s = (struct trained_seen){ 0 };
	if (len % HEX || n > TRAINED_SEEN_MOST ||
	    strspn(text, "0123456789abcdef") != len)
		return -1;
	list = mem_zero(n + 1, sizeof(*list));
	for (size_t i = 0; i < n; i++) {
		char digits[HEX + 1] = "";

		memcpy(digits, text + i * HEX, HEX);
		list[i] = strtoull(digits, NULL, 16);
	}
	trained_seen_add(s, list, n);
	free(list);
	return 0;
}

static void seen_release(struct trained_seen *s)
{
	free(s->list);
	*s = (struct trained_seen){ 0 };
}

/* --- what there is to tell ------------------------------------------------ */

static const char *const seen_key[TRAINED_PARTS] = { "train_pixels",
						     "val_pixels" };

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *x, size_t n)
{
	qsort(x, n, sizeof(*x), by_value);
	return n % 2 ? x[n / 2] : (x[n / 2 - 1] + x[n / 2]) / 2;
}

/* The offsets and scales of channel K of SIDE of N rows. */
static void set_channel(struct trained_norm *to, const struct pair **row,
			size_t n, enum side side, size_t k)
{
	const struct norm first = (*row)->channel[side][k].norm;
	double *x = mem_alloc(n * sizeof(*x));

	for (size_t i = 1; i < n; i++) {
		const struct norm *norm = &row[i]->channel[side][k].norm;

		if (norm->offset != first.offset || norm->scale != first.scale)
			to->varies = 1;
	}
	for (size_t i = 0; i < n; i++)
		x[i] = row[i]->channel[side][k].norm.offset;
	to->norm[k].offset = median(x, n);
	for (size_t i = 0; i < n; i++)
		x[i] = row[i]->channel[side][k].norm.scale;
	to->norm[k].scale = median(x, n);
	free(x);
}

/* By which the sources were normalised, each by itself. */
static void set_rule(struct trained *t, const struct manifest *p,
		     const struct pair **row, size_t n)
{
	int column = tsv_column(&p->table, "source_rule");

	for (size_t i = 0; i < n; i++) {
		const char *text = tsv_get(&p->table, row[i]->row, column);

		if (!*text)
			continue;
		free(t->source_rule);
		t->source_rule = mem_str(text);
		return;
	}
}

/* Returns how the image REF is derived: "bin=2", or "" if it is as stored. */
static char *ways_of(const char *ref)
{
	struct buf b = { 0 };
	struct err err = { 0 };
	struct ref r;
	char *text;

	if (ref_parse(&r, ref, &err) < 0)
		return mem_str("");
	r.raw = 0;
	buf_char(&b, '[');
	if (ref_is_derived(&r))
		ref_add_ways(&b, &r);
	ref_release(&r);
	text = mem_str(buf_text(&b) + 1);
	buf_release(&b);
	return text;
}

/* Returns how the N channels of ROW's source are derived: "bin=2" if all are
 * alike, otherwise that of each, with " + " between. */
static char *ways_of_row(const struct pair *row, size_t n)
{
	struct strs each = { 0 };
	char *text;
	size_t alike = 0;

	for (size_t k = 0; k < n; k++) {
		strs_take(&each, ways_of(row->channel[SOURCE][k].ref));
		alike += !strcmp(each.at[k], each.at[0]);
	}
	text = alike == n ? mem_str(n ? each.at[0] : "") : channel_join(&each);
	strs_release(&each);
	return text;
}

/* Sets source_ways to what N rows, of so many CHANNELS, have in common. */
static void set_ways(struct trained *t, const struct pair **row, size_t n,
		     size_t channels)
{
	char *first = n ? ways_of_row(row[0], channels) : mem_str("");

	free(t->source_ways);
	t->source_ways = NULL;
	t->source_ways_differ = 0;
	for (size_t i = 1; i < n; i++) {
		char *ways = ways_of_row(row[i], channels);

		t->source_ways_differ |= strcmp(ways, first) != 0;
		free(ways);
	}
	if (t->source_ways_differ || !*first)
		free(first);
	else
		t->source_ways = first;
}

/* Returns what SHA, a digest for each dark or flat image of ROW, has for each
 * of its N channels: one digest if source_ways has one way, otherwise one for
 * each channel, with + between. */
static char *sha_of_channels(const struct trained *t, const struct pair *row,
			     size_t n, int kind, const char *sha)
{
	struct strs files = { 0 }, each = { 0 };
	struct buf b = { 0 };

	if (!strstr(t->source_ways, " + "))
		return mem_str(sha);
	strs_split(&each, sha, '+');
	for (size_t k = 0; k < n; k++) {
		int at = channel_correction(&files, row->channel[SOURCE][k].ref,
					    kind == TRAINED_FLAT);

		buf_printf(&b, "%s%s", k ? "+" : "",
			   at >= 0 && (size_t)at < each.n ? each.at[at] : "");
	}
	strs_release(&files);
	strs_release(&each);
	return buf_detach(&b);
}

/* Sets the digests of the files in source_ways, if N rows agree on them. */
static void set_files(struct trained *t, const struct manifest *p,
		      const struct pair **row, size_t n)
{
	for (int i = 0; i < TRAINED_FILES; i++) {
		int column = tsv_column(&p->table, sha256_key[i]);
		const char *first =
			n ? tsv_get(&p->table, row[0]->row, column) : "";
		int same = t->source_ways && *first;

		for (size_t k = 1; k < n && same; k++)
			same = !strcmp(first,
				       tsv_get(&p->table, row[k]->row, column));
		free(t->source_sha256[i]);
		t->source_sha256[i] =
			same ? sha_of_channels(t, row[0], p->channels[SOURCE],
					       i, first) :
			       NULL;
	}
}

/* Sets source_pitch if those of N rows that name it agree on it; leaves it as
 * it is if none does. */
static void set_pitch(struct trained *t, const struct manifest *p,
		      const struct pair **row, size_t n)
{
	int column = tsv_column(&p->table, "source_pixel_um");

	for (size_t i = 0, named = 0; i < n; i++) {
		struct pixel_pitch is = pixel_size_of_text(
			tsv_get(&p->table, row[i]->row, column));

		if (!pixel_size_known(&is))
			continue;
		if (!named++)
			t->source_pitch = is;
		if (pixel_size_differ(&is, &t->source_pitch)) {
			t->source_pitch = (struct pixel_pitch){ 0, 0 };
			return;
		}
	}
}

void trained_norms(struct trained *t, const struct manifest *p,
		   const char *split)
{
	const struct pair **row = mem_zero(p->n + 1, sizeof(*row));
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		if (!strcmp(p->list[i].split, split))
			row[n++] = &p->list[i];
	if (n)
		t->normalised = p->normalised ? 1 : -1;
	for (enum side side = SOURCE; n && side <= TARGET; side++) {
		t->side[side] = (struct trained_norm){
			.known = 1, .channels = p->channels[side]
		};
		for (size_t k = 0; k < p->channels[side]; k++)
			set_channel(&t->side[side], row, n, side, k);
	}
	if (n && t->side[SOURCE].varies)
		set_rule(t, p, row, n);
	set_ways(t, row, n, p->channels[SOURCE]);
	set_pitch(t, p, row, n);
	set_files(t, p, row, n);
	free(row);
}

/* Writes the offsets or the scales of SIDE. */
static void write_reals(struct weights *w, const struct trained_norm *n,
			enum side side, const char *key)
{
	char *name = mem_printf("%s_%s", side_name(side), key), text[NUM_MAX];
	struct buf list = { 0 };

	for (size_t k = 0; k < n->channels; k++)
		buf_printf(&list, "%s%s", k ? "," : "",
			   num_exact(text, *key == 'o' ? n->norm[k].offset :
							 n->norm[k].scale));
	weights_set(w, name, buf_text(&list));
	buf_release(&list);
	free(name);
}

/* Writes the lower (TOP 0) or the upper ends of all channels. */
static void write_points(struct weights *w, const struct trained *t, int top)
{
	struct buf list = { 0 };
	char one[NUM_MAX];

	for (size_t k = 0; k < CHANNELS_MOST && t->sources[k].images; k++) {
		const double *x = top ? t->sources[k].high : t->sources[k].low;

		for (int i = 0; i < EXPOSURE_POINTS; i++)
			buf_printf(&list, "%s%s",
				   i ? " " :
				   k ? "," :
				       "",
				   num_text(one, x[i]));
	}
	weights_set(w, top ? "source_high" : "source_low", buf_text(&list));
	buf_release(&list);
}

static void write_seen(const struct trained *t, struct weights *w)
{
	for (int i = 0; i < TRAINED_PARTS && t->seen_known; i++) {
		struct buf text = { 0 };

		seen_text(&t->seen[i], &text);
		weights_set(w, seen_key[i], buf_text(&text));
		buf_release(&text);
	}
	if (t->seen_known && t->seen[TRAINED_TRAIN].left_out)
		weights_set(w, "train_pixels_left_out", "yes");
	if (t->before_unknown)
		weights_set(w, "trained_before", "unknown");
}

static void write_pitch(struct weights *w, const struct pixel_pitch *p)
{
	struct buf b = { 0 };

	pixel_size_text(&b, p);
	if (b.len)
		weights_set(w, "source_pixel_um", buf_text(&b));
	buf_release(&b);
}

void trained_write(const struct trained *t, struct weights *w)
{
	write_seen(t, w);
	if (t->normalised)
		weights_set(w, "normalised", t->normalised > 0 ? "yes" : "no");
	if (t->train_split)
		weights_set(w, "train_split", t->train_split);
	if (t->val_split)
		weights_set(w, "val_split", t->val_split);
	if (t->ema)
		weights_set(w, "ema", t->ema);
	for (enum side side = SOURCE; side <= TARGET; side++) {
		const struct trained_norm *n = &t->side[side];

		if (t->normalised <= 0 || !n->known ||
		    (side == SOURCE && n->varies))
			continue;
		write_reals(w, n, side, "offset");
		write_reals(w, n, side, "scale");
		if (n->varies)
			weights_set(w, "target_varies", "yes");
	}
	if (t->normalised > 0 && t->side[SOURCE].varies && t->source_rule)
		weights_set(w, "source_rule", t->source_rule);
	if (t->source_ways)
		weights_set(w, "source_ways", t->source_ways);
	write_pitch(w, &t->source_pitch);
	weights_set_list(w, "source_channels", &t->channels[SOURCE]);
	weights_set_list(w, "target_channels", &t->channels[TARGET]);
	if (t->source_ways_differ)
		weights_set(w, "source_ways_differ", "yes");
	for (int i = 0; i < TRAINED_FILES; i++)
		if (t->source_sha256[i])
			weights_set(w, sha256_key[i], t->source_sha256[i]);
	for (int top = 0; top < 2 && t->sources->images; top++)
		write_points(w, t, top);
}

/* Reads the list of numbers KEY of SIDE.  Returns their number, 0 if there is
 * no such key, or -1. */
static int read_reals(double x[CHANNELS_MOST], const struct weights *w,
		      enum side side, const char *key, struct err *err)
{
	char *name = mem_printf("%s_%s", side_name(side), key);
	const char *text = weights_get(w, name);
	struct strs word = { 0 };
	int rc = 0;

	if (text)
		strs_split(&word, text, ',');
	if (word.n > CHANNELS_MOST)
		rc = err_data(
			err,
			"the metadata value of '%s' is a list of more than "
			"%d numbers",
			name, CHANNELS_MOST);
	for (size_t k = 0; k < word.n && !rc; k++)
		if (num_real(&x[k], word.at[k]) < 0)
			rc = err_data(err,
				      "the metadata value of '%s' is not a "
				      "number: '%s'",
				      name, word.at[k]);
	rc = rc ? rc : (int)word.n;
	strs_release(&word);
	free(name);
	return rc;
}

static int read_side(struct trained_norm *to, const struct weights *w,
		     enum side side, struct err *err)
{
	double offset[CHANNELS_MOST] = { 0 }, scale[CHANNELS_MOST] = { 0 };
	int offsets = read_reals(offset, w, side, "offset", err);
	int scales = offsets < 0 ? -1 :
				   read_reals(scale, w, side, "scale", err);

	if (offsets < 0 || scales < 0)
		return -1;
	to->known = offsets && scales;
	to->varies = side == TARGET && weights_get(w, "target_varies") != NULL;
	if (to->known && offsets != scales)
		return err_data(err,
				"the metadata values of '%s_offset' and "
				"'%s_scale' are lists of %d and %d numbers",
				side_name(side), side_name(side), offsets,
				scales);
	to->channels = to->known ? (size_t)offsets : 0;
	for (size_t k = 0; k < to->channels; k++) {
		to->norm[k] = (struct norm){ offset[k], scale[k] };
		if (!isfinite(offset[k]) || !isfinite(scale[k]) || !scale[k])
			return err_data(err,
					"the metadata value of '%s_scale' is 0 "
					"or not finite",
					side_name(side));
	}
	return 0;
}

static int read_three(double x[EXPOSURE_POINTS], const char *text)
{
	struct strs word = { 0 };
	int rc;

	strs_split(&word, text, ' ');
	rc = word.n == EXPOSURE_POINTS ? 0 : -1;
	for (size_t i = 0; i < word.n && !rc; i++)
		rc = num_real(&x[i], word.at[i]);
	strs_release(&word);
	return rc;
}

/* Returns the number of channels whose lower (TOP 0) or upper ends were read, 0
 * if there are none. */
static int read_points(struct trained *t, const struct weights *w, int top,
		       struct err *err)
{
	const char *key = top ? "source_high" : "source_low";
	const char *text = weights_get(w, key);
	struct strs list = { 0 };
	int rc = 0;

	if (text)
		strs_split(&list, text, ',');
	if (list.n > CHANNELS_MOST)
		rc = -1;
	for (size_t k = 0; k < list.n && !rc; k++)
		rc = read_three(top ? t->sources[k].high : t->sources[k].low,
				list.at[k]);
	if (rc)
		err_data(err,
			 "the metadata value of '%s' is not %d numbers for "
			 "each channel: '%s'",
			 key, EXPOSURE_POINTS, text);
	rc = rc ? -1 : (int)list.n;
	strs_release(&list);
	return rc;
}

static int read_seen(struct trained *t, const struct weights *w,
		     struct err *err)
{
	for (int i = 0; i < TRAINED_PARTS; i++) {
		const char *text = weights_get(w, seen_key[i]);

		if (text && seen_read(&t->seen[i], text) < 0)
			return err_data(err,
					"the metadata value of '%s' is no list "
					"of digests",
					seen_key[i]);
	}
	t->seen_known = weights_get(w, seen_key[TRAINED_TRAIN]) != NULL;
	t->seen[TRAINED_TRAIN].left_out =
		weights_get(w, "train_pixels_left_out") != NULL;
	t->before_unknown = weights_get(w, "trained_before") != NULL;
	return 0;
}

int trained_read(struct trained *t, const struct weights *w, struct err *err)
{
	const char *normalised = weights_get(w, "normalised");
	int low, high;

	*t = (struct trained){ 0 };
	if (normalised)
		t->normalised = strcmp(normalised, "no") ? 1 : -1;
	for (enum side side = SOURCE; side <= TARGET; side++)
		if (read_side(&t->side[side], w, side, err) < 0)
			return -1;
	if (read_seen(t, w, err) < 0)
		return -1;
	low = read_points(t, w, 0, err);
	high = low < 0 ? -1 : read_points(t, w, 1, err);
	if (low < 0 || high < 0)
		return -1;
	for (int k = 0; k < low && k < high; k++)
		t->sources[k].images = 1;
	t->source_pitch = pixel_size_of_text(weights_get(w, "source_pixel_um"));
	weights_get_list(&t->channels[SOURCE], w, "source_channels");
	weights_get_list(&t->channels[TARGET], w, "target_channels");
	t->train_split = mem_str(weights_get(w, "train_split"));
	t->val_split = mem_str(weights_get(w, "val_split"));
	t->source_rule = mem_str(weights_get(w, "source_rule"));
	t->ema = mem_str(weights_get(w, "ema"));
	t->source_ways_differ = weights_get(w, "source_ways_differ") != NULL;
	t->source_ways = mem_str(weights_get(w, "source_ways"));
	for (int i = 0; i < TRAINED_FILES; i++)
		t->source_sha256[i] = mem_str(weights_get(w, sha256_key[i]));
	return 0;
}

int trained_knows_all(const struct trained *t)
{
	return t->seen_known && !t->before_unknown &&
	       !t->seen[TRAINED_TRAIN].left_out;
}

void trained_release(struct trained *t)
{
	free(t->train_split);
	free(t->val_split);
	free(t->source_rule);
	free(t->ema);
	free(t->source_ways);
	strs_release(&t->channels[SOURCE]);
	strs_release(&t->channels[TARGET]);
	for (int i = 0; i < TRAINED_FILES; i++)
		free(t->source_sha256[i]);
	for (int i = 0; i < TRAINED_PARTS; i++)
		seen_release(&t->seen[i]);
	*t = (struct trained){ 0 };
}
