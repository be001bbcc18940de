/*
 * stats_text.c - statistics as rows of a table and as sentences.
 */
#include "stats/stats_text.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/num.h"
#include "image/pixel.h"

#define WHOLE 9007199254740992.0 /* 2^53; larger numbers are rounded */

static void set(struct tsv *t, size_t row, const char *column, const char *text)
{
	tsv_set(t, row, tsv_add_column(t, column), text);
}

static void set_count(struct tsv *t, size_t row, const char *column, uint64_t n)
{
	tsv_set_int(t, row, tsv_add_column(t, column), (long long)n);
}

/* Fills a cell, unless KNOWN is 0.  Whole numbers have all their digits. */
static void set_real(struct tsv *t, size_t row, const char *column, int known,
		     double x)
{
	char text[NUM_MAX];
	int whole = x == floor(x) && fabs(x) <= WHOLE;

	if (known && isfinite(x))
		set(t, row, column, (whole ? num_exact : num_text)(text, x));
	else
		set(t, row, column, "");
}

static void set_size(struct tsv *t, size_t row, const char *column, size_t n)
{
	if (n)
		set_count(t, row, column, n);
	else
		set(t, row, column, "");
}

static int is_constant(const struct summary *s)
{
	return s->n && s->min == s->max;
}

static void set_names(struct tsv *t, size_t row,
		      const struct stats_text_line *w)
{
	const struct summary *s = w->summary;
	struct buf b = { 0 };

	set(t, row, "scope", w->scope);
	set(t, row, "id", w->id);
	set(t, row, "side", w->side);
	set(t, row, "split", w->split);
	set(t, row, "group", w->group);
	if (w->slice)
		set(t, row, "slice", w->slice);
	set(t, row, "image", w->image);
	set_count(t, row, "images", s->images);
	set_size(t, row, "width", s->width);
	set_size(t, row, "height", s->height);
	set_size(t, row, "pages", s->pages);
	set(t, row, "type",
	    s->type == PIXEL_NONE ? "mixed" : pixel_name(s->type));
	set_count(t, row, "bits", s->bits);
	pixel_size_text(&b, &s->pitch);
	set(t, row, "pixel_um", buf_text(&b));
	buf_release(&b);
}

/* Returns, for unsigned levels that were counted, the number of highest bits
 * that are 0 in every pixel. */
static int high_bits(const struct summary *s)
{
	if (!s->level_stats.known || s->type == PIXEL_NONE ||
	    s->type > PIXEL_U64 || s->bits < s->level_stats.used_bits)
		return -1;
	return (int)(s->bits - s->level_stats.used_bits);
}

static void set_level_stats(struct tsv *t, size_t row, const struct summary *s)
{
	const struct level_stats *g = &s->level_stats;
	int high = high_bits(s);

	set_real(t, row, "mad", g->known, g->mad);
	set_real(t, row, "mode", g->known, g->mode);
	set_real(t, row, "entropy", g->known, g->entropy);
	set_real(t, row, "step", g->known, g->step);
	set_real(t, row, "low_bits", g->known, g->low_bits);
	set_real(t, row, "high_bits", high >= 0, high);
}

static void set_outliers(struct tsv *t, size_t row,
			 const struct stats_text_line *w)
{
	set_real(t, row, "median_z", isfinite(w->median_z), w->median_z);
	set_real(t, row, "iqr_z", isfinite(w->iqr_z), w->iqr_z);
	set_real(t, row, "drift", isfinite(w->drift), w->drift);
	if (w->noise)
		set_real(t, row, "noise", isfinite(w->summary->noise),
			 w->summary->noise);
	if (w->parts)
		set_real(t, row, "ks", isfinite(w->ks), w->ks);
}

void stats_text_row(struct tsv *t, const struct stats_text_line *w)
{
	const struct summary *s = w->summary;
	size_t row = tsv_add_row(t);
	int known = s->n > 0;

	set_names(t, row, w);
	set_count(t, row, "pixels", s->n + s->nonfinite);
	set_real(t, row, "min", known, s->min);
	set_real(t, row, "max", known, s->max);
	set_real(t, row, "mean", known, s->mean);
	set_real(t, row, "sd", known, s->sd);
	for (size_t i = 0; i < w->percents; i++)
		set_real(t, row, w->percent_name[i], known, s->percentile[i]);
	set_count(t, row, "zeros", s->zeros);
	set_count(t, row, "saturated", s->saturated);
	set_count(t, row, "nonfinite", s->nonfinite);
	set_count(t, row, "constant", (uint64_t)is_constant(s));
	set_real(t, row, "effective_bits", s->levels > 0,
		 set_stats_bits(s->levels));
	set_real(t, row, "range_share", s->levels > 0,
		 s->levels / ldexp(1, (int)s->bits));
	set_real(t, row, "median", known, s->median);
	set_real(t, row, "iqr", known, s->q3 - s->q1);
	set_level_stats(t, row, s);
	set_outliers(t, row, w);
}

char *stats_text_count(char to[32], double n)
{
	char digits[32];
	size_t len, k = 0;

	len = (size_t)snprintf(digits, sizeof(digits), "%.0f", n);
	for (size_t i = 0; i < len && k < 30; i++) {
		to[k++] = digits[i];
		if (i + 1 < len && (len - i - 1) % 3 == 0 && digits[i] != '-')
			to[k++] = ',';
	}
	to[k] = 0;
	return to;
}

static void say(struct messages *to, const char *side, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Adds a message, which begins with SIDE unless that is "". */
static void say(struct messages *to, const char *side, const char *format, ...)
{
	char *line;
	va_list args;

	va_start(args, format);
	if (vasprintf(&line, format, args) < 0)
		line = mem_str("out of memory");
	va_end(args);
	messages_info(to, "%s%s%s", side, side[0] ? ": " : "", line);
	free(line);
}

static void say_size(struct messages *to, const char *side,
		     const struct summary *a)
{
	char count[32], size[64] = "different sizes", pixels[32];
	struct buf um = { 0 };

	pixel_size_text(&um, &a->pitch);
	if (a->width && a->height)
		snprintf(size, sizeof(size), "%zux%zu", a->width, a->height);
	say(to, side, "%s image%s, %s, %s%s%s%s%s; %s pixel%s",
	    stats_text_count(count, (double)a->images),
	    a->images == 1 ? "" : "s", size,
	    a->type == PIXEL_NONE ? "mixed types" : pixel_name(a->type),
	    a->note[0] ? " (converted)" : "", um.len ? ", a pixel is " : "",
	    buf_text(&um), um.len ? " um" : "",
	    stats_text_count(pixels, (double)(a->n + a->nonfinite)),
	    a->n + a->nonfinite == 1 ? "" : "s");
	buf_release(&um);
}

/* Reports the ranges of single images, from the narrowest to the widest. */
static void say_range(struct messages *to, const char *side,
		      const struct set_stats *s)
{
	const struct summary *narrow = NULL, *wide = NULL;
	int k = num_digits(s->all.min, s->all.max);
	char mean[64] = "too far apart for a mean";

	for (size_t i = 0; i < s->n; i++) {
		const struct summary *e = &s->each[i];

		if (!e->n || (s->in_all && !s->in_all[i]))
			continue;
		if (!narrow || e->max - e->min < narrow->max - narrow->min)
			narrow = e;
		if (!wide || e->max - e->min >= wide->max - wide->min)
			wide = e;
	}
	if (!narrow) {
		say(to, side, "no pixel is a finite number");
		return;
	}
	if (isfinite(s->all.sd))
		snprintf(mean, sizeof(mean), "mean %.*g, sd %.4g", k,
			 s->all.mean, s->all.sd);
	if (narrow->min == s->all.min && narrow->max == s->all.max)
		say(to, side, "values %.*g to %.*g%s, %s", k, s->all.min, k,
		    s->all.max, s->all.images > 1 ? " in every image" : "",
		    mean);
	else
		say(to, side,
		    "values %.*g to %.*g over all images (narrowest "
		    "image %.*g to %.*g, widest %.*g to %.*g); %s",
		    k, s->all.min, k, s->all.max, k, narrow->min, k,
		    narrow->max, k, wide->min, k, wide->max, mean);
}

static void say_levels(struct messages *to, const char *side,
		       const struct summary *a)
{
	char levels[32], all[32];

	if (a->levels <= 0)
		return;
	say(to, side,
	    "99 %% of pixels lie in %s of %s levels: %.1f "
	    "effective bits",
	    stats_text_count(levels, a->levels),
	    stats_text_count(all, ldexp(1, (int)a->bits)),
	    set_stats_bits(a->levels));
}

static void say_level_stats(struct messages *to, const char *side,
			    const struct summary *a)
{
	if (a->level_stats.known && a->level_stats.low_bits)
		say(to, side,
		    "the lowest %u bit%s of every pixel %s 0: "
		    "the camera may have had fewer bits",
		    a->level_stats.low_bits,
		    a->level_stats.low_bits == 1 ? "" : "s",
		    a->level_stats.low_bits == 1 ? "is" : "are");
	else if (a->level_stats.known && a->level_stats.step > 1)
		say(to, side,
		    "levels come in steps of %g: the images may have been "
		    "stretched or converted",
		    a->level_stats.step);
	if (high_bits(a) > 0 && !is_constant(a))
		say(to, side,
		    "the highest %d bit%s of every pixel %s 0: "
		    "%u of %u are used",
		    high_bits(a), high_bits(a) == 1 ? "" : "s",
		    high_bits(a) == 1 ? "is" : "are", a->level_stats.used_bits,
		    a->bits);
}

/* Reports how many images have a fault, and the first of them. */
static void say_fault(struct messages *to, const char *side,
		      const struct set_stats *s, const char *what,
		      int (*has)(const struct summary *))
{
	size_t n = 0, first = 0;
	char count[32];

	for (size_t i = s->n; i-- > 0;)
		if (has(&s->each[i])) {
			n++;
			first = i;
		}
	if (!n)
		return;
	if (n == 1)
		say(to, side, "'%s' %s", s->ref[first], what);
	else
		say(to, side, "each of %s images (first '%s') %s",
		    stats_text_count(count, (double)n), s->ref[first], what);
}

static int has_nonfinite(const struct summary *s)
{
	return s->nonfinite > 0;
}

/* Returns 1 if pixels have exactly two values, as those of a mask. */
static int is_mask(const struct summary *s)
{
	return s->n && !is_constant(s) && s->at_min + s->at_max == s->n;
}

/* Returns 1 if all images are masks of the same two values, or constant with
 * one of them. */
static int are_masks(const struct set_stats *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++) {
		const struct summary *e = &s->each[i];

		if ((e->min != s->all.min && e->min != s->all.max) ||
		    (e->max != s->all.min && e->max != s->all.max) ||
		    (!is_mask(e) && !is_constant(e)))
			return 0;
		n += (size_t)is_mask(e);
	}
	return n > 0;
}

/* Returns 1 if more pixels are saturated than a few hot ones. */
static int is_saturated(const struct summary *s)
{
	return !is_constant(s) && s->levels > 2 &&
	       (double)s->saturated > 1e-3 * (double)s->n;
}

/* Returns 1 if no pixel is below 0 and more are 0 than a few dark ones. */
static int is_cut_at_0(const struct summary *s)
{
	return s->min == 0 && !is_constant(s) && !is_mask(s) &&
	       (s->levels > 2 || pixel_is_float(s->type)) &&
	       (double)s->zeros > 1e-2 * (double)s->n;
}

/* Returns 1 if AT pixels at an end of the range are far more than have the
 * values next to it, which is known where levels were counted. */
static int is_heap(const struct summary *s, uint64_t at, uint64_t beside)
{
	double share = s->level_stats.known ? 0.01 : 0.02;

	return !is_constant(s) && !is_mask(s) && at >= 10 &&
	       (double)at > share * (double)s->n && 16 * at >= 10 * beside;
}

static int is_cut_below(const struct summary *s)
{
	return !is_cut_at_0(s) &&
	       is_heap(s, s->at_min, s->level_stats.beside_min);
}

static int is_cut_above(const struct summary *s)
{
	return !is_saturated(s) &&
	       is_heap(s, s->at_max, s->level_stats.beside_max);
}

static void say_ends(struct messages *to, const char *side,
		     const struct set_stats *s)
{
	say_fault(to, side, s,
		  "has more than 0.1 % of its pixels at the "
		  "top of its range: it is saturated, or was stretched",
		  is_saturated);
	say_fault(to, side, s,
		  "has a heap of pixels at its highest value: values above it "
		  "were cut off",
		  is_cut_above);
	say_fault(to, side, s,
		  "has more than 1 % of its pixels at 0: values below 0 "
		  "were cut off, as when a background is subtracted",
		  is_cut_at_0);
	say_fault(to, side, s,
		  "has a heap of pixels at its lowest value: values below it "
		  "were cut off",
		  is_cut_below);
}

void stats_text_say(struct messages *to, const char *side,
		    const struct set_stats *s, int named)
{
	const char *label = named ? side : "";
	int masks = are_masks(s);

	say_size(to, label, &s->all);
	set_stats_say_notes(to, s, side);
	say_range(to, label, s);
	if (masks)
		say(to, label, "%s two values, %g and %g: %s",
		    s->n == 1 ? "it has" : "all images together have",
		    s->all.min, s->all.max,
		    s->n == 1 ? "it is a mask" : "they are masks");
	else
		say_levels(to, label, &s->all);
	say_fault(to, label, s, "has pixels that are not finite numbers",
		  has_nonfinite);
	if (!masks)
		say_level_stats(to, label, &s->all);
	say_fault(to, label, s, "is constant: every pixel has one value",
		  is_constant);
	if (!masks)
		say_ends(to, label, s);
}

void stats_text_warn_hot(struct messages *to, const struct set_stats *s,
			 const char *label)
{
	const struct extreme *worst = NULL;
	size_t n = 0, where = 0;

	for (size_t i = 0; i < s->n; i++) {
		const struct extreme *e = &s->each[i].extreme;

		if (!e->is_hot)
			continue;
		n++;
		if (!worst || e->share > worst->share) {
			worst = e;
			where = i;
		}
	}
	if (!n)
		return;
	messages_warn(
		to,
		"%s%zu image%s pixels far from all other pixels; the worst "
		"image is '%s': 99 %% of its pixels lie between %.9g and "
		"%.9g, but %llu pixel%s (the farthest has the value %.9g) "
		"make%s up %.3g %% of the variance of this image, and about as "
		"much of loss and scores: remove %s pixels (Fiji: Process > "
		"Noise > Remove Outliers), or limit their values with xp-norm "
		"--method=fixed --range=LO,HI --clip --to=DIR",
		label, n, n == 1 ? " has a few" : "s have a few", s->ref[where],
		worst->low, worst->high, (unsigned long long)worst->n,
		worst->n == 1 ? "" : "s", worst->value,
		worst->n == 1 ? "s" : "", 100 * worst->share,
		worst->is_dead ? "dead" : "hot");
}
