/*
 * unscored.c - predicts sources that have no targets.
 */
#include "eval/unscored.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "file/scratch.h"
#include "image/sample.h"
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

static int find_series(struct unscored *u, struct err *err)
{
	const struct manifest *p = &u->e->pairs;
	int stacks = net_unet(u->e->model.net)->volume != 0;

	u->series = mem_zero(p->n + 1, sizeof(*u->series));
	for (size_t i = 0; i < p->n; i++) {
		struct plane_series *s = &u->series[i];

		if (!evaluate_counts(u->e, i))
			continue;
		if (series_find(s, p->list[i].source, stacks, &u->e->messages,
				err) < 0)
			return tsv_wrap(&p->table, p->list[i].row, err);
		u->planes += s->c * s->z * s->t;
		unlike_training_pixels(&u->e->unlike,
				       &u->e->model.trained.source_pitch,
				       &s->pitch, p->list[i].source);
		if (s->of_no_kind && u->e->dialect == TIFF_OME) {
			err_data(err,
				 "'%s' does not say what its pages are, but "
				 "an OME-TIFF must say this of its pages: "
				 "name the axes with --axes",
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
	for (size_t i = 0; u->series && i < u->e->pairs.n; i++)
		series_release(&u->series[i]);
	free(u->series);
	free(u->rule);
	tsv_release(&u->table);
	*u = (struct unscored){ 0 };
}

struct row { /* being predicted */
	struct unscored *u;
	const struct pair *pair;
	const struct plane_series *series;
	struct tiff_writer to;
	uint64_t clipped, n;
	double low, high, sum;
	struct norm source; /* of the part read last */
};

/* One plane, or one stack. */
struct predicted_part {
	struct cache *cache;
	size_t image, width, height, slices;
	struct norm norm;
	struct scratch prediction;
};

static int read_source(void *arg, const struct area *area, float *px,
		       struct err *err)
{
	const struct predicted_part *p = arg;

	if (cache_read(p->cache, p->image, area, CACHE_AGAIN, px, err) < 0)
		return -1;
	norm_apply(&p->norm, px, area->width * area->height);
	return 0;
}

static int keep(void *arg, const struct area *area, float *px, struct err *err)
{
	struct predicted_part *p = arg;
	int rc = 0;

	for (size_t i = 0; i < area->height && !rc; i++)
		rc = scratch_write(&p->prediction,
				   (area->y + i) * p->width + area->x,
				   px + i * area->width, area->width, err);
	return rc;
}

/* Opens it, and reads it once for damage. */
static int open_part(struct predicted_part *p, const char *ref, struct err *err)
{
	struct digest unused;

	p->cache = cache_new();
	if (cache_add(p->cache, ref, &p->image, err) < 0)
		return -1;
	cache_sides(p->cache, p->image, &p->width, &p->height);
	p->slices = cache_slices(p->cache, p->image);
	cache_room(p->cache, (size_t)fmax(cache_row(p->cache), KEPT));
	return cache_check(p->cache, p->image, &unused, err);
}

static int find_norm(struct predicted_part *p, const struct row *r,
		     const char *ref, struct err *err)
{
	struct fit_rule rule;

	p->norm = r->pair->source_norm;
	if (!r->u->rule || r->u->e->pairs.normalised ||
	    r->pair->source_fit.scope != FITTED_IMAGE)
		return 0;
	if (fit_rule_parse(&rule, r->u->rule, err) < 0)
		return -1;
	return fit_rule_image(&p->norm, &rule, ref,
			      thread_pool_threads(r->u->e->pool), err);
}

static int predict_part(struct predicted_part *p, const struct row *r,
			const char *ref, struct err *err)
{
	struct evaluate *e = r->u->e;
	struct tile_io io = { p->width, p->height, read_source,
			      keep,	p,	   p->slices };

	if (scratch_open(&p->prediction, (uint64_t)p->width * p->height, err) <
	    0)
		return -1;
	if (unlike_training_look(&e->unlike, &e->model.trained.sources, &io,
				 ref, err) < 0)
		return -1;
	if (model_predict(&e->model, e->tile, &r->pair->target_norm, &io, err) <
	    0)
		return err_wrap(err, "'%s': ", ref);
	return 0;
}

static void take_row(struct row *r, const float *px, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		double x = (double)px[i];

		r->low = r->n ? fmin(r->low, x) : x;
		r->high = r->n++ ? fmax(r->high, x) : x;
		r->sum += x;
	}
}

static int write_part(struct row *r, const struct predicted_part *p,
		      struct err *err)
{
	enum pixel type = r->u->e->type;
	float *px = mem_floats(p->width);
	void *row = mem_alloc(p->width * pixel_bytes(type));
	int rc = 0;

	for (size_t y = 0; y < p->height && !rc; y++) {
		rc = scratch_read(&p->prediction, y * p->width, px, p->width,
				  err);
		if (rc)
			break;
		take_row(r, px, p->width);
		sample_store(row, type, px, p->width, &r->clipped);
		tiff_write_rows(&r->to, row, 1);
	}
	free(px);
	free(row);
	return rc;
}

static int do_part(struct row *r, const char *ref, struct err *err)
{
	struct predicted_part p = { 0 };
	int rc = -1;

	if (open_part(&p, ref, err) == 0 && find_norm(&p, r, ref, err) == 0 &&
	    predict_part(&p, r, ref, err) == 0)
		rc = write_part(r, &p, err);
	r->source = p.norm;
	cache_free(p.cache);
	scratch_close(&p.prediction);
	return rc;
}

static struct tiff_new file_of(const struct evaluate *e,
			       const struct plane_series *s)
{
	return (struct tiff_new){
		.width = s->width,
		.height = s->height,
		.type = e->type,
		.dialect = e->dialect,
		.c = s->c,
		.z = s->z,
		.t = s->t,
		.of_no_kind = s->of_no_kind,
		.pitch = s->pitch,
		.spacing = s->spacing,
		.interval = s->interval,
		.channel = s->channel.n ? &s->channel : NULL,
	};
}

static void set_norm(struct tsv *t, size_t at, const char *offset,
		     const char *scale, const struct norm *n)
{
	tsv_set_exact(t, at, tsv_add_column(t, offset), n->offset);
	tsv_set_exact(t, at, tsv_add_column(t, scale), n->scale);
}

static void set_count(struct tsv *t, size_t at, const char *column, size_t n)
{
	tsv_set_int(t, at, tsv_add_column(t, column), (long long)n);
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
	set_count(t, at, "channels", s->c);
	set_count(t, at, "slices", s->z);
	set_count(t, at, "frames", s->t);
	set_count(t, at, "width", s->width);
	set_count(t, at, "height", s->height);
	tsv_set(t, at, tsv_add_column(t, "type"), pixel_name(r->u->e->type));
	tsv_add_column(t, "source_offset");
	tsv_add_column(t, "source_scale");
	if (!varies)
		set_norm(t, at, "source_offset", "source_scale", &r->source);
	set_norm(t, at, "target_offset", "target_scale", &r->pair->target_norm);
	tsv_set_real(t, at, tsv_add_column(t, "low"), r->low);
	tsv_set_real(t, at, tsv_add_column(t, "high"), r->high);
	tsv_set_real(t, at, tsv_add_column(t, "mean"), r->sum / (double)r->n);
	set_count(t, at, "clipped", (size_t)r->clipped);
}

static int do_parts(struct row *r, struct err *err)
{
	const struct plane_series *s = r->series;
	struct evaluate *e = r->u->e;

	for (size_t i = 0; i < s->refs.n && !tiff_write_failed(&r->to); i++) {
		if (do_part(r, s->refs.at[i], err) < 0)
			return tsv_wrap(&e->pairs.table, r->pair->row, err);
		r->u->done += s->c * s->z * s->t / s->refs.n;
		if (e->step)
			e->step(e->arg, r->u->done);
	}
	return 0;
}

static int do_row(struct unscored *u, size_t i, struct err *err)
{
	struct row r = { .u = u,
			 .pair = &u->e->pairs.list[i],
			 .series = &u->series[i] };
	struct tiff_new file = file_of(u->e, r.series);
	const char *path = u->e->files.at[i];

	if (tiff_write_open(&r.to, path, &file, err) < 0)
		return -1;
	if (do_parts(&r, err) < 0) {
		tiff_write_drop(&r.to);
		return -1;
	}
	if (tiff_write_close(&r.to, err) < 0)
		return -1;
	if (r.clipped)
		messages_warn(&u->e->messages,
			      "'%s': %" PRIu64 " of %" PRIu64
			      " pixels did not fit %s and were clipped: the "
			      "prediction has values from %.6g to %.6g",
			      path, r.clipped, r.n, pixel_name(u->e->type),
			      r.low, r.high);
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

void unscored_report(struct unscored *u)
{
	struct evaluate *e = u->e;
	size_t n = u->table.rows;

	messages_info(&e->messages,
		      "%zu image%s predicted, %zu plane%s in all; no scores, "
		      "since there are no targets",
		      n, n == 1 ? "" : "s", u->planes,
		      u->planes == 1 ? "" : "s");
	unlike_training_report(&e->unlike, &e->model.trained, &e->messages);
}
