/*
 * report.c - what xp-stats reports.
 */
#include "stats/report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/num.h"
#include "stats/stats_text.h"

enum { FINE = 65536 }; /* number of bins with which a distance is found */

int report_percentiles(struct report *r, const char *text, struct err *err)
{
	struct strs list = { 0 };
	int rc = 0;

	strs_split(&list, text, ',');
	r->percent = mem_zero(list.n, sizeof(*r->percent));
	r->percent_name = mem_zero(list.n, sizeof(*r->percent_name));
	for (size_t i = 0; i < list.n && rc == 0; i++) {
		double x;

		if (num_real(&x, list.at[i]) < 0 || !(x >= 0 && x <= 100))
			rc = err_usage(err,
				       "--percentiles: want numbers "
				       "from 0 to 100, found '%s'",
				       list.at[i]);
		else
			r->percent[i] = x;
		r->percent_name[r->percents++] = mem_printf("p%s", list.at[i]);
	}
	strs_release(&list);
	return rc;
}

static int measure(const struct report *r, struct set_stats *s,
		   const char *const *ref, size_t n, struct err *err)
{
	*s = (struct set_stats){
		.ref = ref,
		.n = n,
		.percent = r->percent,
		.percents = r->percents,
		.threads = r->threads,
		.noise = r->noise,
		.keep_counts = r->by || r->hist_bins,
	};
	return set_stats_run(s, err);
}

static int is_by(const struct report *r, const char *what)
{
	return r->by && !strcmp(r->by, what);
}

static const struct strs *labels(const struct report *r,
				 const struct report_side *side)
{
	return is_by(r, "slice") ? &side->list.slice :
	       is_by(r, "group") ? &side->list.group :
				   &side->list.split;
}

/* Returns the statistics of what is labelled: slices or images. */
static const struct set_stats *base_of(const struct report *r,
				       const struct report_side *side)
{
	return is_by(r, "slice") ? &side->slices : &side->stats;
}

/* Marks in IN the images whose label is NAME (NULL: all images). */
static void choose(const struct report *r, const struct report_side *side,
		   const char *name, char *in)
{
	const struct strs *label = labels(r, side);

	for (size_t i = 0; i < label->n; i++)
		in[i] = !name || !strcmp(label->at[i], name);
}

/* Counts the images that the parts are compared with. */
static int count_standard(const struct report *r,
			  const struct report_side *side, struct hist *to,
			  char *in, struct err *err)
{
	choose(r, side, is_by(r, "split") ? "train" : NULL, in);
	hist_lay_bent(to, &side->stats.all, FINE);
	return hist_add(to, base_of(r, side), in, err);
}

static int measure_part(const struct report *r, const struct report_side *side,
			struct report_part *part, const struct hist *standard,
			char *in, struct err *err)
{
	const struct set_stats *base = base_of(r, side);
	struct hist h;
	int rc;

	choose(r, side, part->name, in);
	hist_like(&h, standard);
	rc = set_stats_subset(base, in, &part->summary, err);
	if (rc == 0)
		rc = hist_add(&h, base, in, err);
	part->ks = hist_distance(&h, standard);
	hist_release(&h);
	return rc;
}

static int by_number(const void *a, const void *b)
{
	const struct report_part *x = a, *y = b;

	return outlier_by_name(x->name, y->name);
}

static void name_parts(const struct report *r, struct report_side *side)
{
	struct strs names = { 0 };
	const struct strs *label = labels(r, side);

	for (size_t i = 0; i < label->n; i++)
		if (label->at[i][0])
			strs_add(&names, label->at[i]);
	strs_sort(&names);
	side->part = mem_zero(names.n + 1, sizeof(*side->part));
	for (size_t i = 0; i < names.n; i++)
		if (!i || strcmp(names.at[i - 1], names.at[i]))
			side->part[side->parts++].name = mem_str(names.at[i]);
	if (is_by(r, "slice"))
		qsort(side->part, side->parts, sizeof(*side->part), by_number);
	strs_release(&names);
}

static int measure_slices(const struct report *r, struct report_side *side,
			  struct err *err)
{
	const struct strs *ref = &side->list.slice_ref;

	if (image_list_slices(&side->list, err) < 0)
		return -1;
	return measure(r, &side->slices, (const char *const *)ref->at, ref->n,
		       err);
}

static int measure_parts(const struct report *r, struct report_side *side,
			 struct err *err)
{
	struct hist standard = { 0 };
	char *in;
	int rc;

	if (is_by(r, "slice") && measure_slices(r, side, err) < 0)
		return -1;
	in = mem_zero(labels(r, side)->n + 1, 1);
	name_parts(r, side);
	rc = side->parts ?
		     count_standard(r, side, &standard, in, err) :
		     err_data(err, "--by=%s: no row names a %s", r->by, r->by);
	for (size_t i = 0; i < side->parts && rc == 0; i++)
		rc = measure_part(r, side, &side->part[i], &standard, in, err);
	hist_release(&standard);
	free(in);
	return rc;
}

/* Makes the advice from the rows that xp-norm fits to: train rows, if there are
 * any. */
static void advise(struct report_side *side)
{
	const struct strs *split = &side->list.split;
	char *in = mem_zero(split->n + 1, 1);
	size_t train = 0;

	for (size_t i = 0; i < split->n; i++) {
		in[i] = !strcmp(split->at[i], "train");
		train += (size_t)in[i];
	}
	side->advice.side = side->list.name;
	side->by_train = train && train < split->n;
	advice_make(&side->advice, side->stats.each, split->n,
		    train ? in : NULL, (const char *const *)side->list.group.at,
		    side->list.unlisted);
	free(in);
}

static int measure_side(const struct report *r, struct report_side *side,
			struct err *err)
{
	const struct strs *ref = &side->list.ref;
	const char *const *refs = (const char *const *)ref->at;

	if (measure(r, &side->stats, refs, ref->n, err) < 0)
		return err_place(err, side->list.where.at[side->stats.failed]);
	outlier_make(&side->outliers, &side->stats, &side->list.id);
	if (r->advise)
		advise(side);
	if (r->by && measure_parts(r, side, err) < 0)
		return -1;
	if (!r->hist_bins)
		return 0;
	hist_lay(&side->hist, &side->stats.all, r->hist_bins);
	return hist_add(&side->hist, &side->stats, NULL, err);
}

int report_run(struct report *r, struct err *err)
{
	for (size_t k = 0; k < r->sides; k++)
		if (measure_side(r, &r->side[k], err) < 0)
			return -1;
	return 0;
}

/* The report as a table and as sentences */
static struct stats_text_line start_line(const struct report *r,
					 const char *scope,
					 const struct report_side *side,
					 const struct summary *s)
{
	return (struct stats_text_line){
		.scope = scope,
		.id = "",
		.side = side->list.name,
		.split = r->split ? r->split : "",
		.group = "",
		.slice = is_by(r, "slice") ? "" : NULL,
		.image = "",
		.summary = s,
		.percent_name = r->percent_name,
		.percents = r->percents,
		.median_z = NAN,
		.iqr_z = NAN,
		.drift = NAN,
		.ks = NAN,
		.noise = r->noise,
		.parts = r->by != NULL,
	};
}

static void image_row(const struct report *r, const struct report_side *side,
		      size_t i, struct tsv *t)
{
	struct stats_text_line w = start_line(r, "image", side,
					      &side->stats.each[i]);

	w.id = side->list.id.at[i];
	w.split = side->list.split.at[i];
	w.group = side->list.group.at[i];
	w.image = side->list.ref.at[i];
	w.median_z = side->outliers.median_z[i];
	w.iqr_z = side->outliers.iqr_z[i];
	stats_text_row(t, &w);
}

static void part_rows(const struct report *r, const struct report_side *side,
		      struct tsv *t)
{
	for (size_t i = 0; i < side->parts; i++) {
		const struct report_part *p = &side->part[i];
		struct stats_text_line w = start_line(r, r->by, side,
						      &p->summary);

		*(is_by(r, "slice") ? &w.slice :
		  is_by(r, "group") ? &w.group :
				      &w.split) = p->name;
		w.ks = p->ks;
		stats_text_row(t, &w);
	}
}

static void set_row(const struct report *r, const struct report_side *side,
		    struct tsv *t)
{
	struct stats_text_line w = start_line(r, "set", side, &side->stats.all);

	w.drift = side->outliers.drift;
	stats_text_row(t, &w);
}

/* Fills the columns of the advice in the row of a set.  They are the last
 * ones. */
static void advice_cells(const struct advice *a, struct tsv *t, size_t row)
{
	tsv_set(t, row, tsv_add_column(t, "advice_method"), a->method);
	tsv_set(t, row, tsv_add_column(t, "advice_scope"), a->scope);
	if (!a->images)
		return;
	tsv_set_real(t, row, tsv_add_column(t, "between_images"), a->between);
	tsv_set_real(t, row, tsv_add_column(t, "within_images"), a->within);
}

void report_table(const struct report *r, struct tsv *t)
{
	for (size_t i = 0; i < r->side[0].list.ref.n; i++)
		for (size_t k = 0; k < r->sides; k++)
			image_row(r, &r->side[k], i, t);
	for (size_t k = 0; k < r->sides; k++)
		part_rows(r, &r->side[k], t);
	for (size_t k = 0; k < r->sides; k++) {
		set_row(r, &r->side[k], t);
		if (r->advise)
			advice_cells(&r->side[k].advice, t, t->rows - 1);
	}
}

static void say_parts(const struct report *r, const struct report_side *side,
		      struct messages *to, const char *label)
{
	int by_split = is_by(r, "split");

	for (size_t i = 0; i < side->parts; i++) {
		const struct report_part *p = &side->part[i];

		if (isnan(p->ks) || (by_split && !strcmp(p->name, "train")))
			continue;
		messages_info(to,
			      "%s%s '%s': Kolmogorov-Smirnov distance to "
			      "%s %.3f",
			      label, r->by, p->name,
			      by_split ? "train" : "the whole set", p->ks);
	}
	if (side->parts && by_split && !strs_has(&side->list.split, "train"))
		messages_info(
			to,
			"%sno row is in the split 'train', so other splits are "
			"not compared with 'train'",
			label);
}

/* There may be many slices: reports how brightness changes from slice to slice,
 * and the slice that differs most. */
static void say_slices(const struct report_side *side, struct messages *to,
		       const char *label)
{
	const struct report_part *p = side->part;
	size_t n = side->parts, low = 0, high = 0, odd = 0;

	for (size_t i = 1; i < n; i++) {
		if (p[i].summary.median < p[low].summary.median)
			low = i;
		if (p[i].summary.median > p[high].summary.median)
			high = i;
		if (p[i].ks > p[odd].ks)
			odd = i;
	}
	messages_info(to,
		      "%smedians of %zu slice%s: %.6g in %s to %.6g in %s, "
		      "lowest %.6g in %s, highest %.6g in %s; %s differs most "
		      "from all slices together (Kolmogorov-Smirnov distance "
		      "%.3f)",
		      label, n, n == 1 ? "" : "s", p[0].summary.median,
		      p[0].name, p[n - 1].summary.median, p[n - 1].name,
		      p[low].summary.median, p[low].name,
		      p[high].summary.median, p[high].name, p[odd].name,
		      p[odd].ks);
}

void report_say(const struct report *r, struct messages *to)
{
	for (size_t k = 0; k < r->sides; k++) {
		const struct report_side *side = &r->side[k];
		struct buf label = { 0 };

		if (r->sides > 1)
			buf_printf(&label, "%s: ", side->list.name);
		stats_text_say(to, side->list.name, &side->stats, r->sides > 1);
		stats_text_warn_hot(to, &side->stats, buf_text(&label));
		outlier_say(to, &side->outliers, &side->stats,
			    buf_text(&label));
		if (is_by(r, "slice"))
			say_slices(side, to, buf_text(&label));
		else
			say_parts(r, side, to, buf_text(&label));
		if (r->advise)
			advice_say(to, &side->advice,
				   side->by_train ? "advice (train rows)" :
						    "advice",
				   ADVICE_BOTH);
		if (r->hist_bins)
			hist_bars(to, &side->hist, side->list.name);
		buf_release(&label);
	}
}

static void release_side(struct report_side *side)
{
	for (size_t i = 0; i < side->parts; i++) {
		free(side->part[i].name);
		set_stats_subset_release(&side->part[i].summary);
	}
	free(side->part);
	hist_release(&side->hist);
	outlier_release(&side->outliers);
	set_stats_release(&side->slices);
	set_stats_release(&side->stats);
	image_list_release(&side->list);
}

void report_release(struct report *r)
{
	for (size_t k = 0; k < IMAGE_LISTS; k++)
		release_side(&r->side[k]);
	for (size_t i = 0; i < r->percents; i++)
		free(r->percent_name[i]);
	free(r->percent_name);
	free(r->percent);
}
