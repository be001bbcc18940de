/*
 * unscored.c - predicts sources that have no targets.
 */
#include "eval/unscored.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "file/scratch.h"
#include "image/sample.h"
#include "manifest/side_cache.h"
#include "norm/fit_rule.h"

#define KEPT 8e6 /* bytes of an image that are kept anyhow */

/* Something says how sources and predictions are to be scaled. */
static int check_known(const struct evaluate *e, struct err *err)
{
	const struct trained *t = &e->model.trained;

	if (e->pairs.normalised || e->trained.n || t->normalised < 0 ||
	    t->side[TARGET].known)
		return 0;
	return err_data(err,
			"the weights do not say how images were normalised in "
			"training: give each row its own offset and scale in "
			"a manifest with the columns source_offset "
			"source_scale target_offset target_scale");
}

/* Fills S for each channel of the source of ROW. */
static int find_channels(struct unscored *u, struct plane_series *s,
			 const struct pair *row, int stacks, struct err *err)
{
	const struct channel *channel = row->channel[SOURCE];

	for (size_t k = 0; k < u->e->pairs.channels[SOURCE]; k++) {
		if (series_find(&s[k], channel[k].ref, stacks, &u->e->messages,
				err) < 0)
			return -1;
		if (s[k].refs.n != s->refs.n || s[k].c != s->c ||
		    s[k].z != s->z || s[k].t != s->t)
			return err_data(err,
					"'%s' has %zu slices and %zu frames, "
					"but '%s', another channel, has %zu "
					"and %zu",
					channel->ref, s->z, s->t,
					channel[k].ref, s[k].z, s[k].t);
	}
	return 0;
}

/* Several channels, each predicted by itself, of which each has several
 * channels, would be a file that no program understands. */
static int check_series(const struct unscored *u, const struct pair *row,
			const struct plane_series *s, struct err *err)
{
	size_t targets = u->e->pairs.channels[TARGET];

	if (targets == 1 || s->c <= 1)
		return 0;
	return err_data(err,
			"'%s' stands for %zu channels, each taken by itself, "
			"and the network predicts %zu from each: name one "
			"channel, as in '[c=0]', and predict each to a --to "
			"of its own",
			row->source, s->c, targets);
}

static int find_series(struct unscored *u, struct err *err)
{
	const struct manifest *p = &u->e->pairs;
	int stacks = net_unet(u->e->model.net)->volume != 0;

	u->series = mem_zero(p->n * p->channels[SOURCE] + 1,
			     sizeof(*u->series));
	for (size_t i = 0; i < p->n; i++) {
		struct plane_series *s = &u->series[i * p->channels[SOURCE]];

		if (!evaluate_counts(u->e, i))
			continue;
		if (find_channels(u, s, &p->list[i], stacks, err) < 0)
			return tsv_wrap(&p->table, p->list[i].row, err);
		if (check_series(u, &p->list[i], s, err) < 0)
			return tsv_wrap(&p->table, p->list[i].row, err);
		u->planes += s->c * s->z * s->t;
		unlike_training_pixels(&u->e->unlike,
				       &u->e->model.trained.source_pitch,
				       &s->pitch, p->list[i].source);
		if (s->of_no_kind && u->e->dialect == TIFF_OME) {
			err_data(err,
				 "'%s' does not say whether its pages are "
				 "slices or frames, which the predictions "
				 "(--dialect=ome) must say: name the axes "
				 "with --axes",
				 p->list[i].source);
			return tsv_wrap(&p->table, p->list[i].row, err);
		}
	}
	unlike_training_report_pixels(&u->e->unlike,
				      &u->e->model.trained.source_pitch,
				      &u->e->messages);
	return 0;
}

int unscored_prepare(struct unscored *u, struct evaluate *e, const char *to,
		     struct err *err)
{
	*u = (struct unscored){ .e = e };
	if (check_known(e, err) < 0 || evaluate_choose(e, &u->rule, err) < 0 ||
	    find_series(u, err) < 0)
		return -1;
	return evaluate_name_files(e, to, err);
}

void unscored_release(struct unscored *u)
{
	size_t n = u->series ? u->e->pairs.n * u->e->pairs.channels[SOURCE] : 0;

	for (size_t i = 0; i < n; i++)
		series_release(&u->series[i]);
	free(u->series);
	free(u->rule);
	tsv_release(&u->table);
	*u = (struct unscored){ 0 };
}

struct row { /* being predicted */
	struct unscored *u;
	const struct pair *pair;
	const struct plane_series *series; /* of each channel */
	size_t channels;		   /* of the file */
	struct tiff_writer to;
	struct predicted_values { /* of a channel */
		uint64_t clipped, n;
		double low, high, sum;
	} values[CHANNELS_MOST];
	/* of the part read last */
	struct channel source[CHANNELS_MOST];
};

/* One plane, or one stack. */
struct predicted_part {
	struct cache *cache;
	/* IMAGE: number of the first channel; the others follow it */
	size_t image, channels, targets, width, height, slices;
	struct channel source[CHANNELS_MOST];
	struct scratch prediction;
};

static int read_source(void *arg, size_t channel, const struct area *area,
		       float *px, struct err *err)
{
	const struct predicted_part *p = arg;

	if (cache_read(p->cache, p->image + channel, area, CACHE_AGAIN, px,
		       err) < 0)
		return -1;
	norm_apply(&p->source[channel].norm, px, area->width * area->height);
	return 0;
}

/* Returns where channel K of the prediction is kept. */
static uint64_t place(const struct predicted_part *p, size_t k)
{
	return (uint64_t)p->width * p->height * k;
}

static int keep(void *arg, size_t channel, const struct area *area, float *px,
		struct err *err)
{
	struct predicted_part *p = arg;
	int rc = 0;

	for (size_t i = 0; i < area->height && !rc; i++)
		rc = scratch_write(&p->prediction,
				   place(p, channel) +
					   (area->y + i) * p->width + area->x,
				   px + i * area->width, area->width, err);
	return rc;
}

/* Opens part I of R, and reads it once for damage. */
static int open_part(struct predicted_part *p, const struct row *r, size_t i,
		     struct err *err)
{
	const struct manifest *pairs = &r->u->e->pairs;
	struct channel *source = p->source;
	struct pair part = { .row = r->pair->row,
			     .channel = { [SOURCE] = source } };
	struct digest unused;

	p->cache = cache_new();
	p->channels = pairs->channels[SOURCE];
	p->targets = pairs->channels[TARGET];
	for (size_t k = 0; k < p->channels; k++) {
		source[k] = r->pair->channel[SOURCE][k];
		source[k].ref = r->series[k].refs.at[i];
	}
	if (side_cache_add(p->cache, pairs, &part, SOURCE, &p->image, err) < 0)
		return -1;
	if (!i)
		unlike_training_names(&r->u->e->unlike, &r->u->e->model.trained,
				      p->cache, pairs, r->pair, SOURCE,
				      p->image);
	cache_sides(p->cache, p->image, &p->width, &p->height);
	p->slices = cache_slices(p->cache, p->image);
	cache_room(p->cache, (size_t)fmax(cache_row(p->cache), KEPT));
	return side_cache_check(p->cache, p->image, p->channels, NULL, &unused,
				err);
}

static int find_norm(struct predicted_part *p, const struct row *r,
		     struct err *err)
{
	struct fit_rule rule;

	if (!r->u->rule || r->u->e->pairs.normalised ||
	    r->pair->source_fit.scope != FITTED_IMAGE)
		return 0;
	if (fit_rule_parse(&rule, r->u->rule, err) < 0)
		return -1;
	for (size_t k = 0; k < p->channels; k++)
		if (fit_rule_image(&p->source[k].norm, &rule, p->source[k].ref,
				   thread_pool_threads(r->u->e->pool), err) < 0)
			return -1;
	return 0;
}

static int predict_part(struct predicted_part *p, const struct row *r,
			struct err *err)
{
	const char *ref = p->source->ref;
	struct evaluate *e = r->u->e;
	struct tile_io io = { p->width, p->height, read_source, keep,
			      p,	p->slices, p->channels };

	if (scratch_open(&p->prediction, place(p, p->targets), err) < 0)
		return -1;
	if (unlike_training_look(&e->unlike, e->model.trained.sources, &io,
				 p->source, NULL, err) < 0)
		return -1;
	if (model_predict(&e->model, e->tile, r->pair->channel[TARGET], &io,
			  err) < 0)
		return err_wrap(err, "'%s': ", ref);
	return 0;
}

static void take_row(struct predicted_values *v, const float *px, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		double x = (double)px[i];

		v->low = v->n ? fmin(v->low, x) : x;
		v->high = v->n++ ? fmax(v->high, x) : x;
		v->sum += x;
	}
}

/* Writes N rows of CHANNEL, from place AT of the prediction on. */
static int write_rows(struct row *r, const struct predicted_part *p,
		      size_t channel, uint64_t at, size_t n, struct err *err)
{
	enum pixel type = r->u->e->type;
	float *px = mem_floats(p->width);
	void *row = mem_alloc(p->width * pixel_bytes(type));
	int rc = 0;

	for (; n && !rc; n--, at += p->width) {
		rc = scratch_read(&p->prediction, at, px, p->width, err);
		if (rc)
			break;
		take_row(&r->values[channel], px, p->width);
		sample_store(row, type, px, p->width,
			     &r->values[channel].clipped);
		tiff_write_rows(&r->to, row, 1);
	}
	free(px);
	free(row);
	return rc;
}

/* Writes the channels of each slice, one after the other. */
static int write_part(struct row *r, const struct predicted_part *p,
		      struct err *err)
{
	size_t slices = p->slices ? p->slices : 1, h = p->height / slices;
	int rc = 0;

	for (size_t z = 0; z < slices && !rc; z++)
		for (size_t k = 0; k < p->targets && !rc; k++)
			rc = write_rows(r, p, k, place(p, k) + z * h * p->width,
					h, err);
	return rc;
}

static int do_part(struct row *r, size_t i, struct err *err)
{
	struct predicted_part p = { 0 };
	int rc = -1;

	if (open_part(&p, r, i, err) == 0 && find_norm(&p, r, err) == 0 &&
	    predict_part(&p, r, err) == 0)
		rc = write_part(r, &p, err);
	memcpy(r->source, p.source, sizeof(p.source));
	cache_free(p.cache);
	scratch_close(&p.prediction);
	return rc;
}

/* NAMES are those of the channels of the targets, or none. */
static struct tiff_new file_of(const struct evaluate *e,
			       const struct plane_series *s)
{
	size_t targets = e->pairs.channels[TARGET];
	const struct strs *channel = &s->channel;

	/* a prediction from several channels is none of them */
	if (targets > 1 || e->pairs.channels[SOURCE] > 1)
		channel = targets > 1 ? &e->model.trained.channels[TARGET] :
					NULL;
	return (struct tiff_new){
		.width = s->width,
		.height = s->height,
		.type = e->type,
		.dialect = e->dialect,
		.c = targets > 1 ? targets : s->c,
		.z = s->z,
		.t = s->t,
		.of_no_kind = s->of_no_kind && targets == 1,
		.pitch = s->pitch,
		.spacing = s->spacing,
		.interval = s->interval,
		.channel = channel && channel->n ? channel : NULL,
	};
}

static void set_norm(struct tsv *t, size_t at, const char *offset,
		     const char *scale, const struct channel *c, size_t n)
{
	channel_set_numbers(t, at, tsv_add_column(t, offset), c, n, 0);
	channel_set_numbers(t, at, tsv_add_column(t, scale), c, n, 1);
}

static void set_count(struct tsv *t, size_t at, const char *column, size_t n)
{
	tsv_set_int(t, at, tsv_add_column(t, column), (long long)n);
}

/* Sets the columns low, high, mean and clipped: one number a channel. */
static void set_values(struct tsv *t, size_t at, const struct row *r)
{
	static const char *const name[] = { "low", "high", "mean", "clipped" };
	char text[NUM_MAX];

	for (int i = 0; i < 4; i++) {
		struct buf list = { 0 };

		for (size_t k = 0; k < r->u->e->pairs.channels[TARGET]; k++) {
			const struct predicted_values *v = &r->values[k];
			double of[] = { v->low, v->high,
					v->sum / (double)v->n };

			buf_str(&list, k ? "," : "");
			if (i < 3)
				buf_str(&list, num_text(text, of[i]));
			else
				buf_printf(&list, "%" PRIu64, v->clipped);
		}
		tsv_set(t, at, tsv_add_column(t, name[i]), buf_text(&list));
		buf_release(&list);
	}
}

static void add_to_table(struct row *r, const char *file)
{
	const struct plane_series *s = r->series;
	struct tsv *t = &r->u->table;
	size_t at = tsv_add_row(t);
	int varies = s->refs.n > 1 && r->u->rule &&
		     r->pair->source_fit.scope == FITTED_IMAGE;

	tsv_set(t, at, tsv_add_column(t, "id"), r->pair->id);
	tsv_set(t, at, tsv_add_column(t, "source"), r->pair->source);
	tsv_set(t, at, tsv_add_column(t, "prediction"), file);
	set_count(t, at, "channels", r->channels);
	set_count(t, at, "slices", s->z);
	set_count(t, at, "frames", s->t);
	set_count(t, at, "width", s->width);
	set_count(t, at, "height", s->height);
	tsv_set(t, at, tsv_add_column(t, "type"), pixel_name(r->u->e->type));
	tsv_add_column(t, "source_offset");
	tsv_add_column(t, "source_scale");
	if (!varies)
		set_norm(t, at, "source_offset", "source_scale", r->source,
			 r->u->e->pairs.channels[SOURCE]);
	set_norm(t, at, "target_offset", "target_scale",
		 r->pair->channel[TARGET], r->u->e->pairs.channels[TARGET]);
	set_values(t, at, r);
}

static int do_parts(struct row *r, struct err *err)
{
	const struct plane_series *s = r->series;
	struct evaluate *e = r->u->e;

	for (size_t i = 0; i < s->refs.n && !tiff_write_failed(&r->to); i++) {
		if (do_part(r, i, err) < 0)
			return tsv_wrap(&e->pairs.table, r->pair->row, err);
		r->u->done += s->c * s->z * s->t / s->refs.n;
		if (e->step)
			e->step(e->arg, r->u->done);
	}
	return 0;
}

static void report_clipped(const struct row *r, const char *path)
{
	size_t n = r->u->e->pairs.channels[TARGET];

	for (size_t k = 0; k < n; k++) {
		const struct predicted_values *v = &r->values[k];
		char channel[40] = "";

		if (n > 1)
			snprintf(channel, sizeof(channel), ", channel %zu", k);
		if (v->clipped)
			messages_warn(&r->u->e->messages,
				      "'%s'%s: %" PRIu64 " of %" PRIu64
				      " pixels did not fit %s and were "
				      "clipped: the prediction has values from "
				      "%.6g to %.6g",
				      path, channel, v->clipped, v->n,
				      pixel_name(r->u->e->type), v->low,
				      v->high);
	}
}

static int do_row(struct unscored *u, size_t i, struct err *err)
{
	struct row r = { .u = u,
			 .pair = &u->e->pairs.list[i],
			 .series =
				 &u->series[i * u->e->pairs.channels[SOURCE]] };
	const char *path = u->e->files.at[i];
	struct tiff_new file = file_of(u->e, r.series);

	r.channels = file.c;
	if (tiff_write_open(&r.to, path, &file, err) < 0)
		return -1;
	if (do_parts(&r, err) < 0) {
		tiff_write_drop(&r.to);
		return -1;
	}
	if (tiff_write_close(&r.to, err) < 0)
		return -1;
	report_clipped(&r, path);
	add_to_table(&r, path);
	return 0;
}

int unscored_rows(struct unscored *u, struct err *err)
{
	for (size_t i = 0; i < u->e->pairs.n; i++)
		if (evaluate_counts(u->e, i) && do_row(u, i, err) < 0)
			return -1;
	return 0;
}

/* Says how many rows of which splits were not predicted. */
static void report_left_out(const struct unscored *u)
{
	enum { LISTED = 5 };
	struct evaluate *e = u->e;
	const size_t n = e->pairs.n - evaluate_count(e);
	struct strs labels = { 0 };
	struct buf list = { 0 };

	for (size_t i = 0; i < e->pairs.n && labels.n <= LISTED; i++)
		if (!evaluate_counts(e, i) &&
		    !strs_has(&labels, e->pairs.list[i].split))
			strs_add(&labels, e->pairs.list[i].split);
	for (size_t i = 0; i < labels.n && i < LISTED; i++)
		buf_printf(&list, "%s%zu %s%s%s", i ? ", " : "",
			   manifest_count(&e->pairs, labels.at[i]),
			   *labels.at[i] ? "of '" : "without a split",
			   labels.at[i], *labels.at[i] ? "'" : "");
	if (n)
		messages_info(&e->messages,
			      "only rows of split '%s' were predicted; %zu "
			      "other row%s left out (%s%s): predict those of a "
			      "split with --split LABEL",
			      e->split, n, n == 1 ? " is" : "s are",
			      buf_text(&list),
			      labels.n > LISTED ? ", ..." : "");
	strs_release(&labels);
	buf_release(&list);
}

void unscored_report(struct unscored *u, int left_out)
{
	struct evaluate *e = u->e;
	size_t n = u->table.rows;

	messages_info(&e->messages,
		      "%zu image%s predicted, %zu plane%s in all; no scores, "
		      "since there are no targets",
		      n, n == 1 ? "" : "s", u->planes,
		      u->planes == 1 ? "" : "s");
	if (left_out)
		report_left_out(u);
	unlike_training_report(&e->unlike, &e->model.trained, &e->messages);
}
