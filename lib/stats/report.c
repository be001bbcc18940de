/*
 * report.c - what xp-stats finds out.
 */
#include "stats/report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/num.h"

enum { FINE = 65536 }; /* bins that a distance is found with */

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

static int survey(const struct report *r, struct set_stats *s,
		  const char *const *ref, size_t n, struct err *err)
{
	*s = (struct set_stats){
		.ref = ref,
		.n = n,
		.percent = r->percent,
		.percents = r->percents,
		.threads = r->threads,
		.noise = r->noise,
	};
	return set_stats_run(s, err);
}

static const struct strs *labels(const struct report *r,
				 const struct report_side *side)
{
	return !strcmp(r->by, "group") ? &side->list.group : &side->list.split;
}

/* References of the images that bear NAME, into FILL; NULL: all. */
static size_t choose(const struct report *r, const struct report_side *side,
		     const char *name, const char **fill)
{
	size_t n = 0;

	for (size_t i = 0; i < side->list.ref.n; i++)
		if (!name || !strcmp(labels(r, side)->at[i], name))
			fill[n++] = side->list.ref.at[i];
	return n;
}

/* Those that the parts are compared with. */
static int count_standard(const struct report *r,
			  const struct report_side *side, struct hist *to,
			  const char **ref, struct err *err)
{
	size_t n = choose(r, side, !strcmp(r->by, "group") ? NULL : "train",
			  ref);

	hist_lay_bent(to, &side->survey.all, FINE);
	return hist_add(to, ref, n, r->threads, err);
}

static int measure_part(const struct report *r, const struct report_side *side,
			struct report_part *part, const struct hist *standard,
			struct err *err)
{
	const char **ref = mem_zero(side->list.ref.n + 1, sizeof(*ref));
	size_t n = choose(r, side, part->name, ref);
	struct hist h;
	int rc;

	hist_like(&h, standard);
	rc = survey(r, &part->survey, ref, n, err);
	if (rc == 0)
		rc = hist_add(&h, ref, n, r->threads, err);
	part->ks = hist_distance(&h, standard);
	part->survey.ref = NULL;
	hist_release(&h);
	free(ref);
	return rc;
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
	strs_release(&names);
}

static int measure_parts(const struct report *r, struct report_side *side,
			 struct err *err)
{
	const char **ref = mem_zero(side->list.ref.n + 1, sizeof(*ref));
	struct hist standard = { 0 };
	int rc;

	name_parts(r, side);
	rc = side->parts ?
		     count_standard(r, side, &standard, ref, err) :
		     err_data(err, "--by=%s: no row names a %s", r->by, r->by);
	for (size_t i = 0; i < side->parts && rc == 0; i++)
		rc = measure_part(r, side, &side->part[i], &standard, err);
	hist_release(&standard);
	free(ref);
	return rc;
}

static int measure_side(const struct report *r, struct report_side *side,
			struct err *err)
{
	const struct strs *ref = &side->list.ref;
	const char *const *refs = (const char *const *)ref->at;

	if (survey(r, &side->survey, refs, ref->n, err) < 0)
		return err_place(err, side->list.where.at[side->survey.failed]);
	outlier_make(&side->spread, &side->survey, &side->list.id);
	if (r->advise)
		advice_make(&side->advice, side->survey.each, ref->n, NULL,
			    (const char *const *)side->list.group.at);
	if (r->by && measure_parts(r, side, err) < 0)
		return -1;
	if (!r->hist_bins)
		return 0;
	hist_lay(&side->hist, &side->survey.all, r->hist_bins);
	return hist_add(&side->hist, refs, ref->n, r->threads, err);
}

int report_run(struct report *r, struct err *err)
{
	for (size_t k = 0; k < r->sides; k++)
		if (measure_side(r, &r->side[k], err) < 0)
			return -1;
	return 0;
}

static void release_side(struct report_side *side)
{
	for (size_t i = 0; i < side->parts; i++) {
		free(side->part[i].name);
		set_stats_release(&side->part[i].survey);
	}
	free(side->part);
	hist_release(&side->hist);
	outlier_release(&side->spread);
	set_stats_release(&side->survey);
	image_list_release(&side->list);
}

void report_release(struct report *r)
{
	for (size_t k = 0; k < 2; k++)
		release_side(&r->side[k]);
	for (size_t i = 0; i < r->percents; i++)
		free(r->percent_name[i]);
	free(r->percent_name);
	free(r->percent);
}
