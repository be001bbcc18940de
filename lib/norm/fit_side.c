/*
 * fit_side.c - normalising one side of a manifest.
 */
#include "norm/fit_side.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strs.h"
#include "base/thread_pool.h"
#include "image/sample.h"
#include "image/scan.h"
#include "norm/saved.h"
#include "stats/level_counts.h"

static int is_fitted(const struct manifest *p, size_t row,
		     const struct fit_options *o)
{
	return !o->split || !strcmp(p->list[row].split, o->split);
}

static int check_image(const struct fit_side *f, const struct manifest *p,
		       size_t i, const struct fit_options *o, struct err *err)
{
	const struct summary *s = &f->stats.each[i];

	if (s->nonfinite)
		err_data(err,
			 "'%s': %llu of the pixels are not finite "
			 "numbers",
			 f->ref[i], (unsigned long long)s->nonfinite);
	else if (s->min == s->max && !o->allow_constant)
		err_data(err,
			 "'%s' is constant: every pixel is %.9g (leave "
			 "the row out, or give --allow-constant)",
			 f->ref[i], s->min);
	else
		return 0;
	return tsv_wrap(&p->table, p->list[i].row, err);
}

static int fit_images(struct fit_side *f, const struct manifest *p,
		      const struct fit_options *o, struct err *err)
{
	for (size_t i = 0; i < p->n; i++) {
		char *what = mem_printf("'%s'", f->ref[i]);
		int rc = fit_rule(&f->norm[i], &o->rule, &f->stats.each[i],
				  what, err);

		free(what);
		if (rc < 0)
			return tsv_wrap(&p->table, p->list[i].row, err);
	}
	return 0;
}

static int fit_set(struct fit_side *f, const struct manifest *p,
		   const struct fit_options *o, struct err *err)
{
	char *what = mem_printf("the set of %s images", f->name);
	struct norm norm;
	int rc = fit_rule(&norm, &o->rule, &f->stats.all, what, err);

	free(what);
	for (size_t i = 0; i < p->n && rc == 0; i++)
		f->norm[i] = norm;
	return rc;
}

/* Fits all rows of one group to its rows in the split. */
static int fit_group(struct fit_side *f, const struct manifest *p,
		     const char *group, const struct fit_options *o,
		     struct err *err)
{
	const char *side = side_name(f->side);
	char *in = mem_zero(p->n, 1);
	char *what = mem_printf("the %s images of group '%s'", f->name, group);
	struct summary s = { 0 };
	struct norm norm;
	size_t n = 0;
	int rc = 0;

	for (size_t i = 0; i < p->n; i++) {
		in[i] = is_fitted(p, i, o) && !strcmp(p->list[i].group, group);
		n += (size_t)in[i];
	}
	if (!n && !fit_rule_is_given(&o->rule))
		rc = err_data(
			err,
			"group '%s' has no %s images in the split '%s' to "
			"fit to: use --%s-scope=set%s",
			group, side, o->split, side,
			f->side == SOURCE ? " or image" : "");
	if (rc == 0)
		rc = set_stats_subset(&f->stats, in, &s, err);
	if (rc == 0)
		rc = fit_rule(&norm, &o->rule, &s, what, err);
	for (size_t i = 0; i < p->n && rc == 0; i++)
		if (!strcmp(p->list[i].group, group))
			f->norm[i] = norm;
	set_stats_subset_release(&s);
	free(in);
	free(what);
	return rc;
}

static int fit_groups(struct fit_side *f, const struct manifest *p,
		      const struct fit_options *o, struct err *err)
{
	struct strs groups = { 0 };
	int rc = 0;

	for (size_t i = 0; i < p->n && rc == 0; i++) {
		const char *group = p->list[i].group;

		if (!group[0]) {
			err_data(err,
				 "the row has no group, but "
				 "--%s-scope=group needs one",
				 side_name(f->side));
			rc = tsv_wrap(&p->table, p->list[i].row, err);
		} else {
			strs_add(&groups, group);
		}
	}
	strs_sort(&groups);
	for (size_t i = 0; i < groups.n && rc == 0; i++)
		if (!i || strcmp(groups.at[i - 1], groups.at[i]))
			rc = fit_group(f, p, groups.at[i], o, err);
	strs_release(&groups);
	return rc;
}

/* Applies values that were fitted to other images. */
static int apply(struct fit_side *f, const struct manifest *p,
		 const struct fit_options *o, struct err *err)
{
	for (size_t i = 0; i < p->n; i++)
		if (saved_norm(o->saved, f->side, p->list[i].group, f->channel,
			       p->channels[f->side], &f->norm[i], err) < 0)
			return tsv_wrap(&p->table, p->list[i].row, err);
	return 0;
}

static int fit(struct fit_side *f, const struct manifest *p,
	       const struct fit_options *o, struct err *err)
{
	if (!strcmp(o->rule.scope, "image"))
		return fit_images(f, p, o, err);
	if (o->saved)
		return apply(f, p, o, err);
	return !strcmp(o->rule.scope, "group") ? fit_groups(f, p, o, err) :
						 fit_set(f, p, o, err);
}

/* Counting pixels outside [0, 1] */

struct outside_count {
	struct fit_side *f;
	struct err *err; /* one for each image */
};

/* Returns 1 if V is below 0 by more than a rounding error. */
static int is_below(double v)
{
	return v < -1e-6;
}

static int is_above(double v)
{
	return v > 1 + 1e-6;
}

static void count_band(const struct band *b, const struct image_info *info,
		       double *row, const struct norm *norm, uint64_t *below,
		       uint64_t *above)
{
	for (size_t y = 0; y < b->rows; y++) {
		sample_doubles(row,
			       (const char *)b->px +
				       y * info->width *
					       pixel_bytes(info->type),
			       info->type, info->width);
		for (size_t x = 0; x < info->width; x++) {
			double v = (row[x] - norm->offset) * norm->scale;

			*below += (uint64_t)is_below(v);
			*above += (uint64_t)is_above(v);
		}
	}
}

static void count_levels(const struct level_counts *counts,
			 const struct norm *norm, uint64_t *below,
			 uint64_t *above)
{
	struct level_count at;

	for (size_t pos = 0; level_counts_next(counts, &pos, &at);) {
		double v = ((double)at.level - norm->offset) * norm->scale;

		*below += is_below(v) ? at.n : 0;
		*above += is_above(v) ? at.n : 0;
	}
}

/* Counts the pixels of an image outside [0, 1].  Reads the image again only if
 * its levels were not kept. */
static void count_image(void *arg, size_t i, int worker)
{
	struct outside_count *c = arg;
	struct fit_side *f = c->f;
	struct scan *s;
	struct band b;
	double *row;
	int rc;

	(void)worker;
	if (f->stats.each[i].counts.data) {
		count_levels(&f->stats.each[i].counts, &f->norm[i],
			     &f->below[i], &f->above[i]);
		return;
	}
	if (scan_open(&s, f->ref[i], &c->err[i]) < 0)
		return;
	row = mem_zero(scan_info(s)->width, sizeof(*row));
	while ((rc = scan_next(s, &b, &c->err[i])) > 0)
		count_band(&b, scan_info(s), row, &f->norm[i], &f->below[i],
			   &f->above[i]);
	free(row);
	scan_close(s);
}

static int count_outside(struct fit_side *f, const struct manifest *p,
			 const struct fit_options *o, struct err *err)
{
	struct outside_count c = { f, mem_zero(p->n, sizeof(*c.err)) };
	struct thread_pool *pool = thread_pool_new(o->threads);
	int rc = 0;

	f->below = mem_zero(p->n, sizeof(*f->below));
	f->above = mem_zero(p->n, sizeof(*f->above));
	thread_pool_run(pool, p->n, count_image, &c);
	thread_pool_free(pool);
	for (size_t i = 0; i < p->n && rc == 0; i++)
		if (c.err[i].kind) {
			*err = c.err[i];
			rc = -1;
		}
	free(c.err);
	return rc;
}

static void set_advice(struct fit_side *f, const struct manifest *p)
{
	const char **group = mem_zero(p->n, sizeof(*group));

	for (size_t i = 0; i < p->n; i++)
		group[i] = p->list[i].group;
	f->advice.side = f->name;
	if (f->stats.each)
		advice_make(&f->advice, f->stats.each, p->n, f->stats.in_all,
			    group, 0);
	free(group);
}

/* Replaces "auto" by what the advice recommends. */
static void choose(struct fit_side *f, struct fit_options *o)
{
	const struct advice *a = &f->advice;
	struct fit_rule *r = &o->rule;

	o->chose_method = !strcmp(r->method, "auto");
	o->chose_scope = !strcmp(r->scope, "auto");
	if (o->chose_method)
		r->method = a->images ? a->method : "percentile";
	/* fixed values: there is one pair for all */
	if (fit_rule_is_given(r)) {
		r->scope = "set";
		o->chose_scope = 0;
	}
	if (o->chose_scope)
		r->scope = a->images > 1 ? a->scope : "set";
}

static int measure_side(struct fit_side *f, const struct manifest *p,
			struct fit_options *o, struct err *err)
{
	double percent[NORM_PERCENTS];
	char *fitted = mem_zero(p->n, 1);
	int rc;

	fit_rule_percents(&o->rule, percent);
	for (size_t i = 0; i < p->n; i++)
		fitted[i] = (char)is_fitted(p, i, o);
	f->stats = (struct set_stats){
		.ref = f->ref,
		.n = p->n,
		.in_all = fitted,
		.percent = percent,
		.percents = NORM_PERCENTS,
		.threads = o->threads,
		.keep_counts = 1,
	};
	rc = set_stats_run(&f->stats, err);
	if (rc < 0)
		tsv_wrap(&p->table, p->list[f->stats.failed].row, err);
	for (size_t i = 0; i < p->n && rc == 0; i++)
		rc = check_image(f, p, i, o, err);
	set_advice(f, p);
	choose(f, o);
	if (rc == 0)
		rc = fit(f, p, o, err);
	f->stats.in_all = NULL;
	f->stats.percent = NULL;
	free(fitted);
	return rc;
}

int fit_side(struct fit_side *f, const struct manifest *p, enum side side,
	     size_t channel, struct fit_options *o, struct err *err)
{
	const char *name = side_name(side);

	*f = (struct fit_side){ .side = side, .channel = channel };
	f->name = p->channels[side] > 1 ?
			  mem_printf("%s channel %zu", name, channel) :
			  mem_str(name);
	f->norm = mem_zero(p->n, sizeof(*f->norm));
	f->ref = mem_zero(p->n, sizeof(*f->ref));
	for (size_t i = 0; i < p->n; i++)
		f->ref[i] = p->list[i].channel[side][channel].ref;
	if (measure_side(f, p, o, err) == 0 &&
	    (!fit_rule_is_unit(&o->rule) || count_outside(f, p, o, err) == 0))
		return 0;
	fit_side_release(f);
	return -1;
}

struct fitted_to fit_side_fitted_to(const struct fit_options *o)
{
	const char *scope = o->rule.scope;

	if (fit_rule_is_given(&o->rule))
		return (struct fitted_to){ .scope = FITTED_NONE };
	if (!strcmp(scope, "image"))
		return (struct fitted_to){ .scope = FITTED_IMAGE };
	if (o->saved)
		return (struct fitted_to){ .scope = FITTED_SAVED };
	return (struct fitted_to){
		.scope = strcmp(scope, "group") ? FITTED_SET : FITTED_GROUP,
		.split = o->split,
	};
}

/* Returns 1 if ROW is the first of its group.  *IMAGES: number of rows of the
 * group that were fitted to. */
static int is_new_group(const struct manifest *p, size_t row,
			const struct fit_options *o, size_t *images)
{
	const char *group = p->list[row].group;

	*images = 0;
	for (size_t i = 0; i < p->n; i++) {
		if (strcmp(p->list[i].group, group))
			continue;
		if (i < row)
			return 0;
		*images += (size_t)is_fitted(p, i, o);
	}
	return 1;
}

void fit_side_save(const struct manifest *p, enum side side, size_t n,
		   const struct fit_options *o, struct saved *to)
{
	struct saved_fit fit = {
		.side = side,
		.channels = p->channels[side],
		.rule = &o->rule,
		.group = "",
		.split = o->split ? o->split : "",
	};

	if (!strcmp(o->rule.scope, "image")) {
		fit.images = 1;
		saved_add(to, &fit, NULL);
		return;
	}
	if (strcmp(o->rule.scope, "group")) {
		fit.images = n;
		saved_add(to, &fit, p->list[0].channel[side]);
		return;
	}
	for (size_t i = 0; i < p->n; i++) {
		if (!is_new_group(p, i, o, &fit.images))
			continue;
		fit.group = p->list[i].group;
		saved_add(to, &fit, p->list[i].channel[side]);
	}
}

void fit_side_release(struct fit_side *f)
{
	set_stats_release(&f->stats);
	free(f->norm);
	free(f->name);
	free(f->ref);
	free(f->below);
	free(f->above);
	memset(f, 0, sizeof(*f));
}
