/*
 * report_table.c - a report as a table and as sentences.
 */
#include "stats/report.h"

#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "stats/stats_text.h"

static struct stats_text_line start(const struct report *r, const char *scope,
				    const struct report_side *side,
				    const struct summary *s)
{
	return (struct stats_text_line){
		.scope = scope,
		.id = "",
		.side = side->list.name,
		.split = r->split ? r->split : "",
		.group = "",
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
	struct stats_text_line w = start(r, "image", side,
					 &side->survey.each[i]);

	w.id = side->list.id.at[i];
	w.split = side->list.split.at[i];
	w.group = side->list.group.at[i];
	w.image = side->list.ref.at[i];
	w.median_z = side->spread.median_z[i];
	w.iqr_z = side->spread.iqr_z[i];
	stats_text_row(t, &w);
}

static void part_rows(const struct report *r, const struct report_side *side,
		      struct tsv *t)
{
	for (size_t i = 0; i < side->parts; i++) {
		const struct report_part *p = &side->part[i];
		struct stats_text_line w = start(r, r->by, side,
						 &p->survey.all);

		*(strcmp(r->by, "group") ? &w.split : &w.group) = p->name;
		w.ks = p->ks;
		stats_text_row(t, &w);
	}
}

static void set_row(const struct report *r, const struct report_side *side,
		    struct tsv *t)
{
	struct stats_text_line w = start(r, "set", side, &side->survey.all);

	w.drift = side->spread.drift;
	stats_text_row(t, &w);
}

/* Columns of their own, on the rows of the sets, which come last. */
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
		      struct strs *to, const char *label)
{
	int by_group = r->by && !strcmp(r->by, "group");
	struct buf b = { 0 };

	for (size_t i = 0; i < side->parts; i++) {
		const struct report_part *p = &side->part[i];

		if (isnan(p->ks) || (!by_group && !strcmp(p->name, "train")))
			continue;
		buf_printf(&b,
			   "%s%s '%s': Kolmogorov-Smirnov distance to "
			   "%s %.3f",
			   label, r->by, p->name,
			   by_group ? "the whole set" : "train", p->ks);
		strs_take(to, buf_detach(&b));
	}
	if (side->parts && !by_group && !strs_has(&side->list.split, "train"))
		strs_take(to, mem_printf("%sno row of the split 'train' to "
					 "compare with",
					 label));
}

/* xp-norm asks the same of the train rows alone. */
static void say_advice(const struct report_side *side, struct strs *to)
{
	const struct strs *split = &side->list.split;
	size_t train = 0;

	advice_talk(to, &side->advice, side->list.name);
	for (size_t i = 0; i < split->n; i++)
		train += !strcmp(split->at[i], "train");
	if (train && train < split->n)
		strs_take(to, mem_printf("%s: this advice is of all rows; "
					 "what xp-norm fits to, the train "
					 "rows, is asked for "
					 "by --split=train",
					 side->list.name));
}

void report_table_tell(const struct report *r, struct strs *to)
{
	for (size_t k = 0; k < r->sides; k++) {
		const struct report_side *side = &r->side[k];
		struct buf label = { 0 };

		if (r->sides == 2)
			buf_printf(&label, "%s: ", side->list.name);
		stats_text_talk(to, side->list.name, &side->survey,
				r->sides == 2);
		outlier_talk(to, &side->spread, &side->survey,
			     buf_text(&label));
		say_parts(r, side, to, buf_text(&label));
		if (r->advise)
			say_advice(side, to);
		if (r->hist_bins)
			hist_bars(to, &side->hist, side->list.name);
		buf_release(&label);
	}
}
