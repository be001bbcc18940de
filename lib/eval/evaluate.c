/*
 * evaluate.c - see evaluate.h.
 */
#include "eval/evaluate.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "eval/data_range.h"
#include "eval/run_norm.h"
#include "image/image.h"
#include "image/sample.h"
#include "image/series.h"
#include "image/tiff_write.h"
#include "manifest/output_path.h"
#include "manifest/slip.h"
#include "manifest/split_unused.h"

/* Bytes of images that are kept: levels, baselines and scores are of the same
 * images, one after the other. */
enum { REMEMBERED = 64 << 20 };

int evaluate_counts(const struct evaluate *e, size_t i)
{
	return !e->split || !strcmp(e->pairs.list[i].split, e->split);
}

size_t evaluate_count(const struct evaluate *e)
{
	return e->split ? manifest_count(&e->pairs, e->split) : e->pairs.n;
}

static int open_tables(struct evaluate *e, const char *manifest,
		       const char *trained, const char *called, struct err *err)
{
	if (manifest) {
		if (manifest_read_sources(&e->pairs, manifest, err) < 0)
			return -1;
	} else if (!e->pairs.n) {
		if (manifest_read(&e->pairs, trained, err) < 0)
			return err_wrap(err, "%s: ", called);
		e->is_own = 1;
		free(e->pairs.table.path);
		e->pairs.table.path = mem_str(called);
	}
	if (!e->is_own && trained &&
	    manifest_read(&e->trained, trained, err) < 0)
		return err_wrap(err, "%s: ", called);
	if (e->trained.n && manifest_expect(&e->trained, err) < 0)
		return err_wrap(err, "%s: ", called);
	return manifest_expect(&e->pairs, err);
}

int evaluate_open(struct evaluate *e, const char *manifest, const char *trained,
		  const char *called, const char *weights, struct err *err)
{
	image_remember(REMEMBERED);
	if (open_tables(e, manifest, trained, called, err) < 0 ||
	    model_open(&e->model, weights, e->pool, &e->messages, err) < 0)
		return -1;
	return model_check_sources(&e->model, &e->pairs, &e->trained, err);
}

/* Returns the manifest that the model was trained on, or NULL if that is not
 * known. */
static const struct manifest *run_of(const struct evaluate *e)
{
	return e->is_own ? &e->pairs : e->trained.n ? &e->trained : NULL;
}

/* Returns the label of the rows that the model was trained on; "val"
 * likewise. */
static const char *train_of(const struct evaluate *e)
{
	const char *split = e->model.trained.train_split;

	return split ? split : e->train ? e->train : "train";
}

static const char *val_of(const struct evaluate *e)
{
	const char *split = e->model.trained.val_split;

	return split ? split : "val";
}

/* Warn if rows and weights do not agree on whether images are normalised. */
static void check_normalised(struct evaluate *e)
{
	if (e->model.trained.normalised > 0 && !e->pairs.normalised &&
	    !e->model.trained.side[TARGET].known && !run_of(e))
		messages_warn(
			&e->messages,
			"the weights were trained on normalised images, but "
			"'%s' has no normalisation: pass it through xp-norm",
			e->pairs.table.path);
}

static int set_norms(struct evaluate *e, char **later, struct err *err)
{
	struct run_norm r = { &e->model.trained,
			      run_of(e),
			      train_of(e),
			      e->split,
			      e->trained.n ? NULL : e->train,
			      thread_pool_threads(e->pool),
			      &e->messages,
			      later };

	if (!e->model.net)
		return 0;
	check_normalised(e);
	return run_norm_apply(&r, &e->pairs, err);
}

static void find_leaks(struct evaluate *e)
{
	struct score_leak_question q = { run_of(e), train_of(e), val_of(e),
					 &e->pairs, e->split,	 &e->earlier };

	if (!e->model.net)
		return;
	score_leak_find(&e->leak, &q, &e->messages);
	e->leak.weights = &e->model.trained;
	if (!run_of(e) && e->model.trained.seen[TRAINED_TRAIN].left_out)
		messages_info(&e->messages,
			      "the weights file says of only %zu of the images "
			      "that its network was trained on which they are: "
			      "make sure that no other one is scored",
			      e->model.trained.seen[TRAINED_TRAIN].n);
	else if (!run_of(e) && !trained_knows_all(&e->model.trained))
		messages_info(&e->messages,
			      "the weights file does not say which images its "
			      "network was trained on: make sure that none of "
			      "them is scored");
}

/* Returns the manifest whose train rows give baselines and range. */
static const struct manifest *base_of(const struct evaluate *e)
{
	return e->trained.n ? &e->trained : &e->pairs;
}

/* Returns 1 for rows that are scored and for those that give the baselines. */
static void say_moved(struct evaluate *e)
{
	const struct manifest *base = base_of(e);
	struct shift_count m = { 0 };

	for (size_t i = 0; i < e->pairs.n; i++)
		if (evaluate_counts(e, i) ||
		    (base == &e->pairs &&
		     !strcmp(e->pairs.list[i].split, e->train)))
			shift_count_add(&m, &e->pairs.list[i].shift,
					e->pairs.list[i].id);
	for (size_t i = 0; base != &e->pairs && i < base->n; i++)
		if (!strcmp(base->list[i].split, e->train))
			shift_count_add(&m, &base->list[i].shift,
					base->list[i].id);
	shift_count_report(&m, &e->messages);
}

/* The images of a training may be missing when others are scored.  That is an
 * error only if the user asked for a range or for baselines. */
static int do_without(struct evaluate *e, const char *what, struct err *err)
{
	if (!e->trained.n || err->kind != ERR_DATA)
		return -1;
	messages_warn(&e->messages, "no %s: %s", what, err->text);
	*err = (struct err){ 0 };
	return 0;
}

static int find_levels(struct evaluate *e, const char *range, struct err *err)
{
	if (!e->regions && !data_range_by_train(range))
		return 0;
	return target_levels_find(&e->levels, base_of(e), e->train, e->regions,
				  thread_pool_threads(e->pool), err);
}

static int find_range(struct evaluate *e, const char *range, struct err *err)
{
	int is_type = range && !strcmp(range, "dtype");
	char *says = NULL;
	int rc = find_levels(e, range, err);

	if (!rc)
		rc = data_range_find(&e->scores.range, &says, range,
				     is_type ? &e->pairs : base_of(e), e->split,
				     &e->levels, e->train, err);
	if (rc < 0 && !range && do_without(e, "psnr and ssim", err) == 0) {
		e->scores.range = NAN;
		rc = 0;
	} else if (says) {
		messages_info(
			&e->messages,
			"psnr and ssim are computed for a range of %.9g: %s",
			e->scores.range, says);
	} else if (!rc) {
		messages_warn(&e->messages,
			      "no train targets give a range, so psnr and "
			      "ssim stay empty: give a range with --range");
	}
	free(says);
	return rc;
}

static void say_regions(struct evaluate *e)
{
	if (!e->regions)
		return;
	if (e->levels.known && !isnan(e->levels.threshold))
		messages_info(&e->messages,
			      "foreground: pixels whose target is above %.9g, "
			      "Otsu's threshold of the %s targets",
			      e->levels.threshold, e->train);
	else
		messages_warn(&e->messages,
			      "no train targets give a threshold, so "
			      "foreground and background are not scored "
			      "separately");
}

/* Of the rows of P that the model was trained on, the digests of the pixels;
 * takes over SOURCES. */
static void learn_sources(struct evaluate *e, const struct manifest *p,
			  struct digest *sources)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n && p == run_of(e); i++)
		if (!strcmp(p->list[i].split, e->train) &&
		    !strcmp(e->train, train_of(e)))
			sources[n++] = sources[i];
	score_leak_learn(&e->leak, sources, n);
}

static int fit_baselines(struct evaluate *e, enum evaluate_baselines which,
			 struct err *err)
{
	const struct manifest *p = base_of(e);
	struct digest *sources = mem_zero(p->n + 1, sizeof(*sources));

	if (baseline_train(&e->base.base, p, e->train, sources, err) < 0 ||
	    (which == EVALUATE_ALL &&
	     linear_fit(&e->base.linear, p, e->train, err) < 0)) {
		free(sources);
		e->base = (struct prediction_baselines){ 0 };
		return do_without(e, "baselines", err);
	}
	learn_sources(e, p, sources);
	if (!e->base.base.images)
		messages_warn(&e->messages,
			      "there are no rows of split '%s', so there are "
			      "no baselines",
			      e->train);
	return 0;
}

/* A tenth more than the range of the train targets or, if that is not known,
 * of those that are scored. */
static int set_axes(struct evaluate *e, struct err *err)
{
	struct target_levels l = e->levels;
	double more;

	if (!e->joint)
		return 0;
	if (!l.known &&
	    target_levels_find(&l, &e->pairs, e->split, 0,
			       thread_pool_threads(e->pool), err) < 0)
		return -1;
	more = l.high > l.low ? (l.high - l.low) / 10 : 1;
	e->joint->low = l.low - more;
	e->joint->high = l.high + more;
	return 0;
}

int evaluate_choose(struct evaluate *e, char **later, struct err *err)
{
	if (e->split && tsv_column(&e->pairs.table, "split") < 0 &&
	    e->pairs.targetless) {
		e->split = NULL;
	} else if (e->split && tsv_column(&e->pairs.table, "split") < 0) {
		messages_warn(&e->messages,
			      "'%s' has no column 'split': all rows are "
			      "scored, including rows that were trained on",
			      e->pairs.table.path);
		e->split = NULL;
	}
	if (e->split && manifest_need_split(&e->pairs, e->split, err) < 0)
		return -1;
	if (!e->train)
		e->train = train_of(e);
	if (e->split) {
		const char *const used[] = { e->split, e->train, val_of(e) };

		split_unused_report(&e->pairs, used, 3, "left out",
				    &e->messages);
	}
	slip_report(&e->pairs, &e->messages);
	return set_norms(e, later, err);
}

int evaluate_name_files(struct evaluate *e, const char *to, struct err *err)
{
	struct output_path how = {
		.dir = to,
		.extension = e->dialect == TIFF_OME ? ".ome.tif" : ".tif",
		.split = e->split,
		.overwrite = e->overwrite,
	};

	return output_path_rows(&e->files, &e->pairs, &how, err);
}

int evaluate_prepare(struct evaluate *e, const char *to, const char *range,
		     enum evaluate_baselines baselines, struct err *err)
{
	if (evaluate_choose(e, NULL, err) < 0)
		return -1;
	find_leaks(e);
	say_moved(e);
	if (to && evaluate_name_files(e, to, err) < 0)
		return -1;
	if (find_range(e, range, err) < 0 || set_axes(e, err) < 0)
		return -1;
	say_regions(e);
	return e->model.net && baselines ? fit_baselines(e, baselines, err) : 0;
}

static int write_rows(const struct prediction *o, struct tiff_writer *w,
		      uint64_t *clipped, struct err *err)
{
	size_t width = o->view.width;
	float *px = mem_floats(width);
	void *row = mem_alloc(width * pixel_bytes(w->type));
	int rc = 0;

	for (size_t y = 0; y < o->view.height && !rc; y++) {
		rc = prediction_whole(o, y, px, err);
		sample_store(row, w->type, px, width, clipped);
		tiff_write_rows(w, row, 1);
	}
	free(px);
	free(row);
	return rc;
}

/* Returns the micrometres between the slices of the target, or else of the
 * source; 0 if neither file says. */
static double spacing_of(const struct pair_view *v)
{
	const char *ref[SIDES] = { v->row->channel[TARGET]->ref,
				   v->row->channel[SOURCE]->ref };
	double spacing = 0;

	for (int i = 0; i < SIDES && v->both.slices > 1 && !spacing; i++) {
		struct plane_series s = { 0 };
		struct err unused = { 0 };

		if (ref[i] && series_find(&s, ref[i], 1, NULL, &unused) == 0)
			spacing = s.spacing;
		series_release(&s);
	}
	return spacing;
}

static int write_prediction(struct evaluate *e, const char *path,
			    const struct prediction *o, struct err *err)
{
	const struct pair_view *v = &o->view;
	struct tiff_new layout = {
		.width = v->width,
		.height = v->height / v->both.slices,
		.z = v->both.slices,
		.type = e->type,
		.dialect = e->dialect,
		.pitch = v->pitch[v->pitch[1].x > 0],
		.spacing = spacing_of(v),
	};
	uint64_t clipped = 0;
	struct tiff_writer w;

	if (tiff_write_open(&w, path, &layout, err) < 0)
		return -1;
	if (write_rows(o, &w, &clipped, err) < 0) {
		tiff_write_drop(&w);
		return -1;
	}
	if (tiff_write_close(&w, err) < 0)
		return -1;
	if (clipped)
		messages_warn(&e->messages,
			      "'%s': %" PRIu64 " of %zu pixels did not fit %s "
			      "and were clipped",
			      path, clipped, v->width * v->height,
			      pixel_name(e->type));
	return 0;
}

static double threshold_of(const struct evaluate *e)
{
	return e->levels.known && e->regions ? e->levels.threshold : NAN;
}

/* REPEAT has the measure of the target's repeat, or NULL. */
static void add_scores(struct evaluate *e, const struct prediction *o,
		       const struct prediction_measures *m,
		       struct measure *repeat, const char *file)
{
	const struct pair *p = o->view.row;
	struct candidate c[PREDICTION_METHODS + 1];
	size_t row = (size_t)(p - e->pairs.list);
	struct scored of = { p->id, p->split, p->group, NULL };
	int regions = !isnan(threshold_of(e));
	char *leak;

	score_leak_compare(&e->leak, row, &o->view.pixels[0]);
	of.leak = leak = score_leak_text(&e->leak, row);

	for (size_t k = 0; k < o->n; k++)
		c[k] = (struct candidate){ o->method[k], k ? NULL : file,
					   m->image[k],
					   regions ? &m->regions[k] : NULL };
	c[o->n] = (struct candidate){ "repeat", NULL, repeat, NULL };
	scores_add(&e->scores, &of, c, o->n + (size_t)e->ceiling);
	free(leak);
}

static int same_size(const struct pair *a, const struct pair *b)
{
	struct err no = { 0 };
	struct image_info x, y;

	return image_info(&x, a->channel[SOURCE]->ref, &no) == 0 &&
	       image_info(&y, b->channel[SOURCE]->ref, &no) == 0 &&
	       x.width == y.width && x.height == y.height &&
	       a->shift.y == b->shift.y && a->shift.x == b->shift.x;
}

/* Returns the next scored row after P, in a circle, whose image has the same
 * size and is not of its group; NULL if there is none. */
static const struct pair *next_row(const struct evaluate *e,
				   const struct pair *p)
{
	size_t at = (size_t)(p - e->pairs.list);

	for (size_t i = 1; i < e->pairs.n; i++) {
		const struct pair *other =
			&e->pairs.list[(at + i) % e->pairs.n];

		if (evaluate_counts(e, (size_t)(other - e->pairs.list)) &&
		    !(*p->group && !strcmp(p->group, other->group)) &&
		    same_size(p, other))
			return other;
	}
	return NULL;
}

/* Measure O and, if asked for, the prediction for another image. */
static int measure_row(struct evaluate *e, struct prediction *o,
		       struct prediction_measures *m, struct err *err)
{
	struct prediction other = { 0 };
	const struct pair *row = e->base.linear.fitted ?
					 next_row(e, o->view.row) :
					 NULL;
	int rc = 0;

	if (row)
		rc = prediction_open(&other, &e->pairs, row, &e->model, NULL,
				     e->tile, err);
	o->other = row ? &other : NULL;
	if (!rc)
		rc = prediction_measure(o, e->pool, e->scores.range,
					threshold_of(e), e->joint, m, err);
	o->other = NULL;
	prediction_close(&other);
	return rc;
}

/* Measures the repeat of the target of ROW as a prediction of it, if there is
 * one. */
static int measure_repeat(struct evaluate *e, const struct pair *row,
			  struct prediction_measures *m, struct err *err)
{
	int column = tsv_column(&e->pairs.table, "repeat");
	struct channel repeat = { .norm = { 0, 1 } };
	struct pair twin = *row;
	struct prediction o;
	int rc;

	*m = (struct prediction_measures){ 0 };
	if (!e->ceiling)
		return 0;
	twin.source = repeat.ref = tsv_get(&e->pairs.table, row->row, column);
	twin.channel[SOURCE] = &repeat;
	twin.shift = (struct shift){ 0 };
	if (!*twin.source)
		return 0;
	if (prediction_open(&o, &e->pairs, &twin, NULL, NULL, e->tile, err) < 0)
		return -1;
	rc = prediction_measure(&o, e->pool, e->scores.range, NAN, NULL, m,
				err);
	prediction_close(&o);
	return rc;
}

/* Of the part of the source that both images show. */
static int read_rows(void *arg, size_t channel, const struct area *area,
		     float *px, struct err *err)
{
	return pair_view_rows(arg, SOURCE, channel, area->y, area->height, px,
			      err);
}

static int score_row(struct evaluate *e, const struct pair *p, struct err *err)
{
	const char *file = e->files.n ? e->files.at[p - e->pairs.list] : NULL;
	struct prediction_measures m, repeat = { 0 };
	struct prediction o;
	struct tile_io source;
	int rc = 0;

	if (prediction_open(&o, &e->pairs, p, e->model.net ? &e->model : NULL,
			    &e->base, e->tile, err) < 0)
		return -1;
	source = (struct tile_io){ .width = o.view.both.width,
				   .height = o.view.both.height,
				   .channels = e->pairs.channels[SOURCE],
				   .read = read_rows,
				   .arg = &o.view };
	unlike_training_pixels(&e->unlike, &e->model.trained.source_pitch,
			       &o.view.pitch[0], p->source);
	rc = unlike_training_look(&e->unlike, e->model.trained.sources, &source,
				  p->channel[SOURCE], p->id, err);
	if (!rc && file)
		rc = write_prediction(e, file, &o, err);
	if (!rc)
		rc = measure_repeat(e, p, &repeat, err);
	if (!rc)
		rc = measure_row(e, &o, &m, err);
	if (!rc) {
		add_scores(e, &o, &m, repeat.image[0], file);
		prediction_measures_release(&m);
	}
	prediction_measures_release(&repeat);
	prediction_close(&o);
	return rc;
}

/* Returns 1 if the part has row K of those to score. */
static int is_mine(const struct evaluate *e, size_t k)
{
	size_t n = evaluate_count(e), of = e->part.of;

	return !of || (k >= n * (e->part.i - 1) / of && k < n * e->part.i / of);
}

int evaluate_rows(struct evaluate *e, struct err *err)
{
	size_t done = 0, k = 0;

	for (size_t i = 0; i < e->pairs.n; i++) {
		if (!evaluate_counts(e, i) || !is_mine(e, k++))
			continue;
		if (score_row(e, &e->pairs.list[i], err) < 0)
			return -1;
		if (e->step)
			e->step(e->arg, ++done);
	}
	return 0;
}

const char *evaluate_method(const struct evaluate *e)
{
	return e->model.net ? "model" : "prediction";
}

void evaluate_release(struct evaluate *e)
{
	manifest_release(&e->pairs);
	manifest_release(&e->trained);
	model_close(&e->model);
	linear_release(&e->base.linear);
	strs_release(&e->files);
	earlier_release(&e->earlier);
	score_leak_release(&e->leak);
	unlike_training_release(&e->unlike);
	scores_release(&e->scores);
	free(e->made_of);
	messages_release(&e->messages);
	*e = (struct evaluate){ 0 };
}
