/*
 * evaluate_rows.c - see evaluate_rows.h.
 */
#include "eval/evaluate_rows.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "image/image.h"
#include "image/sample.h"
#include "image/series.h"
#include "image/tiff_write.h"

/* Writes one slice of a channel. */
static int write_plane(const struct prediction *o, size_t slice,
		       struct tiff_writer *w, uint64_t *clipped,
		       struct err *err)
{
	size_t width = o->view.width;
	size_t height = o->view.height / o->view.both.slices;
	float *px = mem_floats(width);
	void *row = mem_alloc(width * pixel_bytes(w->type));
	int rc = 0;

	for (size_t y = 0; y < height && !rc; y++) {
		rc = prediction_whole(o, slice * height + y, px, err);
		sample_store(row, w->type, px, width, clipped);
		tiff_write_rows(w, row, 1);
	}
	free(px);
	free(row);
	return rc;
}

/* Writes the channels of each slice, one after the other. */
static int write_rows(struct prediction *o, struct tiff_writer *w,
		      uint64_t *clipped, struct err *err)
{
	int rc = 0;

	for (size_t z = 0; z < o->view.both.slices && !rc; z++)
		for (size_t k = 0; k < o->view.pairs->channels[TARGET] && !rc;
		     k++) {
			o->channel = k;
			rc = write_plane(o, z, w, clipped, err);
		}
	o->channel = 0;
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

/* Returns the names of predicted channels, or NULL.  A model that knows none
 * predicts what it is compared with, whose names are added to OTHERS. */
static const struct strs *names_of(const struct evaluate *e,
				   const struct pair *row, struct strs *others)
{
	const struct strs *trained = &e->model.trained.channels[TARGET];

	if (trained->n)
		return trained;
	return channel_labels(others, row->channel[TARGET],
			      evaluate_channels(e)) ?
		       others :
		       NULL;
}

static int write_prediction(struct evaluate *e, const char *path,
			    struct prediction *o, struct err *err)
{
	const struct pair_view *v = &o->view;
	struct strs names = { 0 };
	struct tiff_new layout = {
		.width = v->width,
		.height = v->height / v->both.slices,
		.c = evaluate_channels(e),
		.z = v->both.slices,
		.type = e->type,
		.dialect = e->dialect,
		.pitch = v->pitch[v->pitch[1].x > 0],
		.spacing = spacing_of(v),
	};
	uint64_t clipped = 0;
	struct tiff_writer w;
	int rc;

	if (layout.c > 1)
		layout.channel = names_of(e, v->row, &names);
	rc = tiff_write_open(&w, path, &layout, err);
	strs_release(&names);
	if (rc < 0)
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
			      path, clipped, layout.c * v->width * v->height,
			      pixel_name(e->type));
	return 0;
}

static double threshold_of(const struct evaluate *e, size_t channel)
{
	const struct target_levels *l = &e->levels[channel];

	return l->known && e->regions ? l->threshold : NAN;
}

/* Adds the scores of o->channel.  REPEAT has the measure of the target's
 * repeat, or NULL. */
static void add_scores(struct evaluate *e, const struct prediction *o,
		       const struct prediction_measures *m,
		       struct measure *repeat, const char *file)
{
	const struct pair *p = o->view.row;
	struct candidate c[PREDICTION_METHODS + 1];
	size_t row = (size_t)(p - e->pairs.list);
	struct scored of = { p->id, p->split, p->group, NULL };
	int regions = !isnan(threshold_of(e, o->channel));
	char *leak;

	score_leak_compare(&e->leak, row, &o->view.pixels[0]);
	of.leak = leak = score_leak_text(&e->leak, row);

	for (size_t k = 0; k < o->n; k++)
		c[k] = (struct candidate){ o->method[k], k ? NULL : file,
					   m->image[k],
					   regions ? &m->regions[k] : NULL };
	c[o->n] = (struct candidate){ "repeat", NULL, repeat, NULL };
	scores_add(scores_channel(&e->scores, o->channel), &of, c,
		   o->n + (size_t)e->ceiling);
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

/* Finds the channels TO of CELL, the repeat of the target of ROW; their
 * references are REFS. */
static int find_repeat(struct channel to[CHANNELS_MOST], struct strs *refs,
		       const struct evaluate *e, const struct pair *row,
		       const char *cell, struct err *err)
{
	size_t n = evaluate_channels(e);

	if (channel_list(refs, cell, err) < 0)
		return tsv_wrap(&e->pairs.table, row->row, err);
	if (refs->n != n) {
		err_data(err,
			 "the repeat '%s' names %zu channel%s, but the target "
			 "'%s' names %zu: name the same",
			 cell, refs->n, refs->n == 1 ? "" : "s", row->target,
			 n);
		return tsv_wrap(&e->pairs.table, row->row, err);
	}
	for (size_t k = 0; k < n; k++)
		to[k] = (struct channel){ refs->at[k], { 0, 1 } };
	return 0;
}

/* Measures the repeat of the target of ROW as a prediction of its CHANNEL, if
 * there is one. */
static int measure_repeat(struct evaluate *e, const struct pair *row,
			  size_t channel, struct prediction_measures *m,
			  struct err *err)
{
	int column = tsv_column(&e->pairs.table, "repeat");
	struct channel repeat[CHANNELS_MOST];
	struct manifest pairs = e->pairs;
	struct strs refs = { 0 };
	struct pair twin = *row;
	struct prediction o;
	int rc = 0;

	*m = (struct prediction_measures){ 0 };
	if (!e->ceiling)
		return 0;
	twin.source = tsv_get(&pairs.table, row->row, column);
	twin.channel[SOURCE] = repeat;
	twin.shift = (struct shift){ 0 };
	if (!*twin.source)
		return 0;
	pairs.channels[SOURCE] = pairs.channels[TARGET];
	if (find_repeat(repeat, &refs, e, row, twin.source, err) < 0 ||
	    prediction_open(&o, &pairs, &twin, NULL, NULL, e->tile, err) < 0)
		rc = -1;
	if (!rc) {
		o.channel = channel;
		rc = prediction_measure(
			&o, e->pool, scores_channel(&e->scores, channel)->range,
			NAN, NULL, m, err);
		prediction_close(&o);
	}
	strs_release(&refs);
	return rc;
}

/* Scores o->channel. */
static int score_channel(struct evaluate *e, struct prediction *o,
			 const char *file, struct err *err)
{
	size_t k = o->channel;
	struct prediction_measures m, repeat;
	int rc = measure_repeat(e, o->view.row, k, &repeat, err);

	if (!rc)
		rc = prediction_measure(o, e->pool,
					scores_channel(&e->scores, k)->range,
					threshold_of(e, k),
					e->joint ? &e->joint[k] : NULL, &m,
					err);
	if (!rc) {
		add_scores(e, o, &m, repeat.image[0], file);
		prediction_measures_release(&m);
	}
	prediction_measures_release(&repeat);
	return rc;
}

/* Scores O and, if asked for, the prediction for another image. */
static int score(struct evaluate *e, struct prediction *o, const char *file,
		 struct err *err)
{
	struct prediction other = { 0 };
	const struct pair *row = e->base->linear.fitted ?
					 next_row(e, o->view.row) :
					 NULL;
	int rc = 0;

	if (row)
		rc = prediction_open(&other, &e->pairs, row, &e->model, NULL,
				     e->tile, err);
	o->other = row ? &other : NULL;
	for (size_t k = 0; k < evaluate_channels(e) && !rc; k++) {
		o->channel = k;
		rc = score_channel(e, o, file, err);
	}
	o->other = NULL;
	prediction_close(&other);
	if (!rc)
		scores_join(&e->scores, o->n + (size_t)e->ceiling);
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
	struct prediction o;
	struct tile_io source;
	int rc = 0;

	if (prediction_open(&o, &e->pairs, p, e->model.net ? &e->model : NULL,
			    e->base, e->tile, err) < 0)
		return -1;
	source = (struct tile_io){ .width = o.view.both.width,
				   .height = o.view.both.height,
				   .channels = e->pairs.channels[SOURCE],
				   .read = read_rows,
				   .arg = &o.view };
	unlike_training_view(&e->unlike, &e->model.trained, &o.view);
	rc = unlike_training_look(&e->unlike, e->model.trained.sources, &source,
				  p->channel[SOURCE], p->id, err);
	if (!rc && file)
		rc = write_prediction(e, file, &o, err);
	if (!rc)
		rc = score(e, &o, file, err);
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
