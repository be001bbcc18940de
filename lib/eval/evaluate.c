/*
 * evaluate.c - predict, score and write the rows of a manifest.
 */
#include "eval/evaluate.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "eval/range.h"
#include "image/plan.h"
#include "image/sample.h"
#include "image/write.h"

static void talk(const struct evaluation *e, int warning,
		 const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void talk(const struct evaluation *e, int warning,
		 const char *format, ...)
{
	char text[2000];
	va_list ap;

	if (!e->talk)
		return;
	va_start(ap, format);
	vsnprintf(text, sizeof text, format, ap);
	va_end(ap);
	e->talk(e->arg, warning, text);
}

static int counts(const struct evaluation *e, size_t i)
{
	return !e->split || !strcmp(e->pairs.at[i].split, e->split);
}

size_t evaluation_count(const struct evaluation *e)
{
	return e->split ? pairs_count(&e->pairs, e->split) : e->pairs.n;
}

static void check_normalised(const struct evaluation *e)
{
	const char *was = e->model.normalised;

	if (!was || (strcmp(was, "no") != 0) == e->pairs.normalised)
		return;
	if (e->pairs.normalised)
		talk(e, 1, "the weights were trained on images as they are, "
		     "but '%s' normalises them", e->pairs.table.path);
	else
		talk(e, 1, "the weights were trained on normalised images, but "
		     "'%s' says nothing of it; send it through xp-norm",
		     e->pairs.table.path);
}

static int open_tables(struct evaluation *e, const char *manifest,
		       const char *trained, const char *called,
		       struct err *err)
{
	if (pairs_read(&e->pairs, manifest ? manifest : trained, err) < 0)
		return manifest ? -1 : err_wrap(err, "%s: ", called);
	if (!manifest) {
		free(e->pairs.table.path);
		e->pairs.table.path = mem_str(called);
	} else if (trained && pairs_read(&e->trained, trained, err) < 0) {
		return err_wrap(err, "%s: ", called);
	}
	return pairs_expect(&e->pairs, err);
}

int evaluation_open(struct evaluation *e, const char *manifest,
		    const char *trained, const char *called,
		    const char *weights, struct err *err)
{
	if (open_tables(e, manifest, trained, called, err) < 0 ||
	    model_open(&e->model, weights, e->pool, err) < 0)
		return -1;
	check_normalised(e);
	return 0;
}

/* By content where the tables have it, else by name. */
static const char *identity(const struct pairs *p, size_t i)
{
	int sha = tsv_column(&p->table, "source_sha256");
	const char *text = tsv_get(&p->table, p->at[i].row, sha);

	return *text ? text : p->at[i].source;
}

static void check_trained(const struct evaluation *e)
{
	const struct pairs *t = &e->trained;
	struct strs seen = { 0 };
	const char *first = NULL;
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++)
		if (!strcmp(t->at[i].split, e->train))
			strs_add(&seen, identity(t, i));
	strs_sort(&seen);
	for (size_t i = 0; i < e->pairs.n; i++) {
		if (!counts(e, i) ||
		    strs_find(&seen, identity(&e->pairs, i)) < 0)
			continue;
		if (!n++)
			first = e->pairs.at[i].id;
	}
	if (n)
		talk(e, 1, "the model was trained on %zu of the %zu images it "
		     "is scored on, as '%s': the scores flatter it", n,
		     evaluation_count(e), first);
	strs_release(&seen);
}

/* Of the rows that are scored, and of those the baselines come from. */
static void say_moved(const struct evaluation *e)
{
	struct buf say = { 0 }, warn = { 0 };
	struct moved m = { 0 };

	for (size_t i = 0; i < e->pairs.n; i++)
		if (counts(e, i) || !strcmp(e->pairs.at[i].split, e->train))
			moved_add(&m, &e->pairs.at[i]);
	moved_talk(&m, &say, &warn);
	if (say.len)
		talk(e, 0, "%s", buf_text(&say));
	if (warn.len)
		talk(e, 1, "%s", buf_text(&warn));
	buf_release(&say);
	buf_release(&warn);
}

static int find_range(struct evaluation *e, const char *range,
		      struct err *err)
{
	char *says;
	int rc = range_find(&e->scores.range, &says, range, &e->pairs,
			    e->split, e->train, pool_threads(e->pool), err);

	if (says)
		talk(e, 0, "range of psnr and ssim %.9g: %s",
		     e->scores.range, says);
	else if (!rc)
		talk(e, 1, "no train targets to take a range from: psnr and "
		     "ssim stay empty; give one with --range");
	free(says);
	return rc;
}

static int fit_baselines(struct evaluation *e, struct err *err)
{
	if (baseline_train(&e->base, &e->pairs, e->train, err) < 0)
		return -1;
	if (!e->base.images)
		talk(e, 1, "no rows of the split '%s': no baselines",
		     e->train);
	return 0;
}

int evaluation_prepare(struct evaluation *e, const char *to,
		       const char *range, int baselines, struct err *err)
{
	if (e->split && tsv_column(&e->pairs.table, "split") < 0) {
		talk(e, 1, "'%s' has no column 'split': all its rows are "
		     "scored, trained on or not", e->pairs.table.path);
		e->split = NULL;
	}
	if (e->split && pairs_need_split(&e->pairs, e->split, err) < 0)
		return -1;
	check_trained(e);
	say_moved(e);
	if (to && plan_outputs(&e->files, &e->pairs, e->split, to, err) < 0)
		return -1;
	if (find_range(e, range, err) < 0)
		return -1;
	return e->model.net && baselines ? fit_baselines(e, err) : 0;
}

static int write_rows(const struct outcome *o, struct writer *w,
		      uint64_t *clipped, struct err *err)
{
	size_t width = o->view.width;
	float *px = mem_floats(width);
	void *row = mem_alloc(width * pixel_size(w->type));
	int rc = 0;

	for (size_t y = 0; y < o->view.height && !rc; y++) {
		rc = outcome_whole(o, y, px, err);
		sample_store(row, w->type, px, width, clipped);
		writer_rows(w, row, 1);
	}
	free(px);
	free(row);
	return rc;
}

static int write_prediction(struct evaluation *e, const char *path,
			    const struct outcome *o, struct err *err)
{
	const struct view *v = &o->view;
	uint64_t clipped = 0;
	struct writer w;

	if (writer_open(&w, path, v->width, v->height, v->both.slices,
			e->type, &v->pitch[v->pitch[1].x > 0], err) < 0)
		return -1;
	if (write_rows(o, &w, &clipped, err) < 0) {
		writer_drop(&w);
		return -1;
	}
	if (writer_close(&w, err) < 0)
		return -1;
	if (clipped)
		talk(e, 1, "'%s': %" PRIu64 " of %zu pixels did not fit %s "
		     "and were clipped", path, clipped, v->width * v->height,
		     pixel_name(e->type));
	return 0;
}

static void add_scores(struct evaluation *e, const struct outcome *o,
		       struct measure *const m[], const char *file)
{
	const struct pair *p = o->view.row;
	struct candidate c[OUTCOME_METHODS];

	for (size_t k = 0; k < o->n; k++)
		c[k] = (struct candidate){ o->method[k], k ? NULL : file,
					   m[k] };
	scores_add(&e->scores, p->id, p->split, c, o->n);
}

static int score_row(struct evaluation *e, const struct pair *p,
		     struct err *err)
{
	const char *file = e->files.n ? e->files.at[p - e->pairs.at] : NULL;
	struct measure *m[OUTCOME_METHODS];
	struct outcome o;
	int rc = 0;

	if (outcome_open(&o, &e->pairs, p, e->model.net ? &e->model : NULL,
			 &e->base, e->tile, err) < 0)
		return -1;
	if (file)
		rc = write_prediction(e, file, &o, err);
	if (!rc)
		rc = outcome_measure(&o, e->pool, e->scores.range, m, err);
	if (!rc) {
		add_scores(e, &o, m, file);
		for (size_t k = 0; k < o.n; k++)
			measure_free(m[k]);
	}
	outcome_close(&o);
	return rc;
}

int evaluation_rows(struct evaluation *e, struct err *err)
{
	size_t done = 0;

	for (size_t i = 0; i < e->pairs.n; i++) {
		if (!counts(e, i))
			continue;
		if (score_row(e, &e->pairs.at[i], err) < 0)
			return -1;
		if (e->step)
			e->step(e->arg, ++done);
	}
	return 0;
}

const char *evaluation_method(const struct evaluation *e)
{
	return e->model.net ? "model" : "prediction";
}

static void add_mean(const struct evaluation *e, struct buf *to,
		     const char *method, const char *metric)
{
	double x = scores_mean(&e->scores, method, metric, NULL);

	if (isnan(x))
		buf_str(to, "undefined");
	else
		buf_printf(to, "%.4g", x);
}

static void add_metric(const struct evaluation *e, struct buf *to,
		       const char *metric)
{
	buf_printf(to, "%s ", metric);
	add_mean(e, to, evaluation_method(e), metric);
	if (!e->base.images)
		return;
	buf_str(to, " (mean ");
	add_mean(e, to, "mean", metric);
	buf_str(to, ", affine ");
	add_mean(e, to, "affine", metric);
	buf_char(to, ')');
}

static void say_undefined(const struct evaluation *e)
{
	size_t n = evaluation_count(e), undefined;

	for (size_t i = 0; metrics[i]; i++) {
		scores_mean(&e->scores, evaluation_method(e),
			    metrics[i]->name, &undefined);
		if (undefined && !(isnan(e->scores.range) && undefined == n))
			talk(e, 1, "%s is undefined for %zu of %zu images: "
			     "left out of its mean", metrics[i]->name,
			     undefined, n);
	}
}

static void say_worst(const struct evaluation *e)
{
	const char *label[3];
	size_t index[3];

	if (scores_pick(&e->scores, evaluation_method(e), EVALUATE_BY, index,
			label) > 1)
		talk(e, 0, "worst image: '%s', %s %.4g",
		     e->scores.at[index[0]].id, EVALUATE_BY,
		     score_value(&e->scores.at[index[0]], EVALUATE_BY));
}

static void say_beaten(const struct evaluation *e)
{
	double model = scores_mean(&e->scores, "model", "mse", NULL);
	const char *beaten = NULL;

	if (scores_mean(&e->scores, "mean", "mse", NULL) <= model)
		beaten = "the mean of the train targets";
	else if (scores_mean(&e->scores, "affine", "mse", NULL) <= model)
		beaten = "the best line of the source";
	if (beaten)
		talk(e, 1, "by mse the model is no better than %s", beaten);
}

void evaluation_report(const struct evaluation *e)
{
	size_t n = evaluation_count(e);
	struct buf b = { 0 };

	say_undefined(e);
	buf_printf(&b, "%zu %s%simage%s: ", n, e->split ? e->split : "",
		   e->split ? " " : "", n == 1 ? "" : "s");
	add_metric(e, &b, EVALUATE_BY);
	buf_str(&b, ", ");
	add_metric(e, &b, "nmse");
	talk(e, 0, "%s", buf_text(&b));
	buf_release(&b);
	say_worst(e);
	if (e->base.images)
		say_beaten(e);
}

void evaluation_release(struct evaluation *e)
{
	pairs_release(&e->pairs);
	pairs_release(&e->trained);
	model_close(&e->model);
	strs_release(&e->files);
	scores_release(&e->scores);
	*e = (struct evaluation){ 0 };
}
