/*
 * batch.c - see batch.h.
 */
#include "batch/batch.h"

#include <stdlib.h>
#include <string.h>

#include "augment/augment_map.h"
#include "base/mem.h"
#include "base/rng.h"
#include "base/xxhash.h"

struct batch {
	struct batch_options o;
	struct samples samples;
	/* of each channel of the train sources */
	double mean[CHANNELS_MOST], sd[CHANNELS_MOST];
	struct foreground foreground;
};

/* A square after a flip and quarter turns: pixel (i, j) is at base + i * down +
 * j * right in memory. */
struct view {
	ptrdiff_t base, down, right;
};

/* Where a patch is in its image, and how it is turned. */
struct patch {
	struct area area;
	size_t slice;
	int upside_down; /* 1: the slices are reversed */
	int flip;
	unsigned quarters; /* how many quarter turns */
	struct view view;
	struct augment_drawn augment;
	int on_foreground;
	int twice; /* 1: the target is the source again */
};

static int few_slices(const struct batch *b, const struct manifest *p,
		      const struct sample_pair *s, struct err *err)
{
	err_data(err,
		 "'%s' has %zu slices, but a patch has %zu: use --slices=%zu "
		 "or fewer, or remove the row",
		 s->pair->source, s->both.slices, b->o.slices, s->both.slices);
	return tsv_wrap(&p->table, s->pair->row, err);
}

/* Check that every image is at least as large as a patch.  The error names the
 * smallest image, so that one correction suffices. */
static int check_sizes(const struct batch *b, const struct manifest *p,
		       struct err *err)
{
	const struct sample_pair *least = NULL;
	size_t side = b->o.patch;

	for (size_t i = 0; i < b->samples.n; i++) {
		const struct sample_pair *s = &b->samples.list[i];
		size_t w = s->both.width, h = s->both.height / s->both.slices;

		if (b->o.slices && s->both.slices < b->o.slices)
			return few_slices(b, p, s, err);
		if ((w < h ? w : h) < side) {
			side = w < h ? w : h;
			least = s;
		}
	}
	if (!least)
		return 0;
	err_data(err,
		 "'%s' has %zux%zu pixels, too small for a patch of "
		 "%zux%zu: use --patch=%zu or less, or remove the row",
		 least->pair->source, least->both.width,
		 least->both.height / least->both.slices, b->o.patch,
		 b->o.patch, side);
	return tsv_wrap(&p->table, least->pair->row, err);
}

struct batch *batch_new(const struct manifest *p, struct cache *c,
			const struct batch_options *o, struct err *err)
{
	struct batch *b;

	if (manifest_need_split(p, o->split, err) < 0)
		return NULL;
	b = mem_zero(1, sizeof *b);
	b->o = *o;
	for (size_t k = 0; k < CHANNELS_MOST; k++)
		b->sd[k] = 1;
	for (enum side side = SOURCE; side <= TARGET; side++)
		b->o.channels[side] = p->channels[side];
	if (samples_open(&b->samples, c, p, o->split, o->slices > 0, err) < 0 ||
	    check_sizes(b, p, err) < 0) {
		batch_free(b);
		return NULL;
	}
	return b;
}

void batch_free(struct batch *b)
{
	if (!b)
		return;
	samples_release(&b->samples);
	foreground_release(&b->foreground);
	free(b);
}

const struct batch_options *batch_options(const struct batch *b)
{
	return &b->o;
}

struct samples *batch_samples(struct batch *b)
{
	return &b->samples;
}

void batch_set_sources(struct batch *b, size_t channel, double mean, double sd)
{
	b->mean[channel] = mean;
	b->sd[channel] = sd > 0 ? sd : 1;
}

int batch_find_foreground(struct batch *b, const double *threshold,
			  struct thread_pool *pool, struct err *err)
{
	return foreground_find(&b->foreground, &b->samples, threshold, pool,
			       err);
}

double batch_foreground(const struct batch *b)
{
	return b->foreground.share;
}

size_t batch_patches(const struct batch_options *o)
{
	return o->batch * o->parts;
}

size_t batch_len(const struct batch_options *o)
{
	return o->patch * o->patch * (o->slices ? o->slices : 1);
}

static size_t channels_of(const struct batch_options *o, enum side side)
{
	return o->channels[side] ? o->channels[side] : 1;
}

size_t batch_values(const struct batch_options *o, enum side side)
{
	return channels_of(o, side) * batch_len(o);
}

/* Source and target before they are turned, and their windows. */
size_t batch_room(const struct batch_options *o)
{
	size_t n = channels_of(o, SOURCE) + channels_of(o, TARGET), side = 0;

	if (augment_moves(&o->augment))
		side = augment_window_most(&o->augment, o->patch);
	return n * (batch_len(o) + side * side * (o->slices ? o->slices : 1));
}

uint64_t batch_epoch(const struct batch *b)
{
	uint64_t a_step = (uint64_t)batch_len(&b->o) * batch_patches(&b->o);

	return (b->samples.pixels + a_step - 1) / a_step;
}

/* Mirror: new(i, j) = old(i, side - 1 - j). */
static void flip(struct view *v, size_t side)
{
	v->base += (ptrdiff_t)(side - 1) * v->right;
	v->right = -v->right;
}

/* Turn to the left by a quarter: new(i, j) = old(j, side - 1 - i). */
static void turn(struct view *v, size_t side)
{
	ptrdiff_t right = v->right;

	v->base += (ptrdiff_t)(side - 1) * right;
	v->right = v->down;
	v->down = -right;
}

static void copy_slice(float *to, const float *px, const struct view *v,
		       size_t side)
{
	for (size_t i = 0; i < side; i++) {
		const float *from = px + v->base + (ptrdiff_t)i * v->down;

		for (size_t j = 0; j < side; j++)
			*to++ = from[(ptrdiff_t)j * v->right];
	}
}

/* Copies CHANNELS channels of a patch, turned. */
static void copy(float *to, const float *px, const struct batch *b,
		 const struct patch *p, size_t channels)
{
	size_t side = b->o.patch, n = b->o.slices ? b->o.slices : 1;

	for (size_t i = 0; i < channels * n; i++) {
		size_t z = p->upside_down ? n - 1 - i % n : i % n;

		copy_slice(to + i * side * side,
			   px + side * side * (i / n * n + z), &p->view, side);
	}
}

/* Returns the first of SIDE pixels, of SIZE, that have AT in their middle
 * half, or nearer to an end of them if SIZE ends there. */
static size_t around(struct rng *r, size_t at, size_t side, size_t size)
{
	size_t before = side / 2 - side / 4 + rng_below(r, 2 * (side / 4) + 1);
	size_t first = at > before ? at - before : 0;

	return first < size - side ? first : size - side;
}

/* Place the patch P on foreground if that is drawn.  Returns its image, which
 * is S if not. */
static const struct sample_pair *draw_foreground(const struct batch *b,
						 uint64_t step, size_t sample,
						 struct patch *p,
						 const struct sample_pair *s)
{
	const struct foreground_image *in;
	size_t rows, y, x;
	uint64_t place;
	struct rng r;

	p->on_foreground = 0;
	if (!b->foreground.n)
		return s;
	rng_init(&r, b->o.seed, "foreground", step, sample);
	if (rng_uniform(&r) >= b->o.foreground)
		return s;
	in = &b->foreground.list[rng_below(&r, b->foreground.n)];
	place = in->kept[rng_below(&r, in->n)];
	s = &b->samples.list[in->image];
	rows = s->both.height / s->both.slices;
	y = place / s->both.width;
	x = place % s->both.width;
	p->area.y = around(&r, y % rows, b->o.patch, rows);
	p->area.x = around(&r, x, b->o.patch, s->both.width);
	if (b->o.slices)
		p->slice = around(&r, y / rows, b->o.slices, s->both.slices);
	p->on_foreground = 1;
	return s;
}

/* Every number is drawn, whether it is used or not.  So switching off one kind
 * of augmentation changes nothing else. */
static const struct sample_pair *draw(const struct batch *b, uint64_t step,
				      size_t sample, struct patch *p)
{
	size_t side = b->o.patch, slices = b->o.slices, rows;
	struct area *area = &p->area;
	struct view *v = &p->view;
	const struct sample_pair *s;
	uint64_t mirrored, quarters;
	struct rng r;

	if (b->o.only) {
		sample = (step * batch_patches(&b->o) + sample) % b->o.only;
		step = 0;
	}
	rng_init(&r, b->o.seed, "patch", step, sample);
	s = &b->samples.list[rng_below(&r, b->samples.n)];
	rows = s->both.height / s->both.slices;
	area->y = rng_below(&r, rows - side + 1);
	area->x = rng_below(&r, s->both.width - side + 1);
	area->width = area->height = side;
	mirrored = rng_below(&r, 2);
	quarters = rng_below(&r, 4);
	p->slice = slices ? rng_below(&r, s->both.slices - slices + 1) : 0;
	p->upside_down = slices && rng_below(&r, 2) && b->o.flip;

	p->flip = b->o.flip && mirrored;
	p->quarters = b->o.turn ? (unsigned)quarters : 0;
	augment_draw(&b->o.augment, b->o.seed, step, sample, &p->augment);
	*v = (struct view){ 0, (ptrdiff_t)side, 1 };
	for (unsigned i = 0; i < p->quarters; i++)
		turn(v, side);
	if (p->flip)
		flip(v, side);
	return draw_foreground(b, step, sample, p, s);
}

size_t batch_on_foreground(const struct batch *b, size_t n)
{
	size_t each = batch_patches(&b->o), on = 0;
	struct patch p;

	for (size_t i = 0; i < n; i++) {
		draw(b, i / each, i % each, &p);
		on += (size_t)p.on_foreground;
	}
	return on;
}

/* Makes the first channel of the source each channel of the target. */
static void repeat_source(const struct batch *b, float *px)
{
	size_t len = batch_len(&b->o);
	float *to = px + batch_values(&b->o, SOURCE);

	for (size_t k = 0; k < channels_of(&b->o, TARGET); k++)
		memcpy(to + k * len, px, len * sizeof(*px));
}

/* Fill PX with source and target of the patch P of S, as they are in the image
 * or, if M is not NULL, as M moves them.  WINDOW is memory for two windows.
 * The share *BEYOND of the pixels lies beyond the image. */
static int read_patch(const struct batch *b, const struct sample_pair *s,
		      const struct patch *p, const struct augment_map *m,
		      float *window, float *px, double *beyond, struct err *err)
{
	size_t n = b->o.slices ? b->o.slices : 1, len = batch_len(&b->o);
	size_t height = s->both.height / s->both.slices, out = 0;
	size_t values = batch_values(&b->o, SOURCE), plane;
	size_t planes = n * channels_of(&b->o, SOURCE);
	const struct area *area = &p->area;
	struct augment_window w;
	struct area wide;

	*beyond = 0;
	if (!m) {
		if (samples_read_stack(&b->samples, s, area, p->slice, n,
				       CACHE_AGAIN, px, px + values, err) < 0)
			return -1;
		if (p->twice)
			repeat_source(b, px);
		return 0;
	}
	augment_map_window(m, area->y, area->x, height, s->both.width, &w);
	wide = (struct area){
		.x = w.x, .y = w.y, .width = w.width, .height = w.height
	};
	plane = w.height * w.width;
	if (samples_read_stack(&b->samples, s, &wide, p->slice, n, CACHE_AGAIN,
			       window, window + planes * plane, err) < 0)
		return -1;
	out = augment_map_apply(m, area->y, area->x, height, s->both.width, &w,
				window, planes, px);
	for (size_t k = 0; k < channels_of(&b->o, TARGET); k++, planes += n)
		augment_map_apply(m, area->y, area->x, height, s->both.width,
				  &w, window + (p->twice ? 0 : planes * plane),
				  n, px + values + k * len);
	*beyond = (double)(out * n) / (double)len;
	return 0;
}

/* Changes the values of each channel of the source X by draws of its own. */
static void change_values(const struct batch *b, const struct augment_drawn *d,
			  float *x)
{
	for (size_t k = 0; k < channels_of(&b->o, SOURCE); k++) {
		struct augment_patch p = { x + k * batch_len(&b->o),
					   b->o.slices ? b->o.slices : 1,
					   b->o.patch, b->mean[k], b->sd[k] };
		struct augment_drawn own;

		augment_draw_channel(&b->o.augment, d, k, &own);
		augment_change(&own, &p);
	}
}

int batch_stage(const struct batch *b, uint64_t step, size_t i,
		enum batch_stage stage, float *room, float *x, float *y,
		double *beyond, struct err *err)
{
	size_t values = batch_values(&b->o, SOURCE);
	size_t all = values + batch_values(&b->o, TARGET);
	struct patch p;
	const struct sample_pair *s = draw(b, step, i, &p);
	struct augment_map map;
	double out;
	int rc, moves = augment_make_map(&p.augment, b->o.patch, &map) &&
			stage >= BATCH_MOVED;

	p.twice = stage == BATCH_TWICE;
	rc = read_patch(b, s, &p, moves ? &map : NULL, room + all, room, &out,
			err);
	augment_map_release(&map);
	if (rc < 0)
		return -1;
	if (beyond)
		*beyond = out;
	if (stage == BATCH_PLAIN) {
		p.view = (struct view){ 0, (ptrdiff_t)b->o.patch, 1 };
		p.upside_down = 0;
	}
	copy(x, room, b, &p, channels_of(&b->o, SOURCE));
	copy(y, room + values, b, &p, channels_of(&b->o, TARGET));
	if (stage == BATCH_AUGMENTED)
		change_values(b, &p.augment, x);
	return 0;
}

int batch_patch(const struct batch *b, uint64_t step, size_t i, float *room,
		float *x, float *y, struct err *err)
{
	return batch_stage(b, step, i, BATCH_AUGMENTED, room, x, y, NULL, err);
}

int batch_reversed(const struct batch *b, uint64_t step, size_t i)
{
	struct patch p;

	draw(b, step, i, &p);
	return p.upside_down;
}

/* Appends what is done to a patch, and to each channel of its source. */
static void add_augment(const struct batch *b, const struct augment_drawn *d,
			struct buf *to)
{
	augment_drawn_text(d, to);
	for (size_t k = 1; k < channels_of(&b->o, SOURCE); k++) {
		struct augment_drawn own;

		augment_draw_channel(&b->o.augment, d, k, &own);
		buf_str(to, "; ");
		augment_drawn_text(&own, to);
	}
}

uint64_t batch_fingerprint(const struct batch *b, uint64_t step)
{
	struct buf text = { 0 };
	uint64_t hash;

	for (size_t i = 0; i < batch_patches(&b->o); i++) {
		struct patch p;
		const struct sample_pair *s = draw(b, step, i, &p);

		buf_printf(&text, "%s\t%zu\t%zu\t%zu\t%d\t%d\t%u", s->pair->id,
			   p.area.y, p.area.x, p.slice, p.upside_down, p.flip,
			   p.quarters);
		if (b->o.augment.on) {
			buf_char(&text, '\t');
			add_augment(b, &p.augment, &text);
		}
		buf_char(&text, '\n');
	}
	hash = xxhash_of(buf_text(&text), text.len);
	buf_release(&text);
	return hash;
}

int batch_draw(const struct batch *b, uint64_t step, float *x, float *y,
	       struct err *err)
{
	size_t values = batch_values(&b->o, SOURCE);
	size_t want = batch_values(&b->o, TARGET);
	float *room = mem_floats(batch_room(&b->o));
	int rc = 0;

	for (size_t i = 0; i < b->o.batch && !rc; i++)
		rc = batch_patch(b, step, i, room, x + i * values, y + i * want,
				 err);
	free(room);
	return rc;
}

static void set_range(struct tsv *t, size_t row, const char *side,
		      const float *px, size_t n)
{
	char *least = mem_printf("%s_min", side);
	char *most = mem_printf("%s_max", side);
	float low = px[0], high = px[0];

	for (size_t i = 1; i < n; i++) {
		low = px[i] < low ? px[i] : low;
		high = px[i] > high ? px[i] : high;
	}
	tsv_set_real(t, row, tsv_add_column(t, least), low);
	tsv_set_real(t, row, tsv_add_column(t, most), high);
	free(least);
	free(most);
}

static void describe(const struct batch *b, uint64_t step, size_t i,
		     struct tsv *t)
{
	struct patch p;
	const struct sample_pair *s = draw(b, step, i, &p);
	size_t row = tsv_add_row(t);

	tsv_set_int(t, row, tsv_add_column(t, "step"), (long long)step + 1);
	tsv_set_int(t, row, tsv_add_column(t, "patch"), (long long)i);
	tsv_set(t, row, tsv_add_column(t, "id"), s->pair->id);
	tsv_set(t, row, tsv_add_column(t, "source"), s->pair->source);
	tsv_set(t, row, tsv_add_column(t, "target"), s->pair->target);
	tsv_set_int(t, row, tsv_add_column(t, "y"), (long long)p.area.y);
	tsv_set_int(t, row, tsv_add_column(t, "x"), (long long)p.area.x);
	tsv_set_int(t, row, tsv_add_column(t, "side"), (long long)b->o.patch);
	if (b->o.slices)
		tsv_set_int(t, row, tsv_add_column(t, "slice"),
			    (long long)p.slice);
	tsv_set_int(t, row, tsv_add_column(t, "flip"), p.flip);
	tsv_set_int(t, row, tsv_add_column(t, "quarter_turns"), p.quarters);
	if (b->o.augment.on) {
		struct buf text = { 0 };

		add_augment(b, &p.augment, &text);
		tsv_set(t, row, tsv_add_column(t, "augment"), buf_text(&text));
		buf_release(&text);
	}
	if (b->foreground.n)
		tsv_set_int(t, row, tsv_add_column(t, "foreground"),
			    p.on_foreground);
}

int batch_describe(const struct batch *b, uint64_t step, struct tsv *t,
		   struct err *err)
{
	size_t values = batch_values(&b->o, SOURCE);
	size_t want = batch_values(&b->o, TARGET), scratch = batch_room(&b->o);
	float *room = mem_floats(scratch + values + want), *x = room + scratch;
	float *y = x + values;
	int rc = 0;

	for (size_t i = 0; i < batch_patches(&b->o) && !rc; i++) {
		describe(b, step, i, t);
		rc = batch_patch(b, step, i, room, x, y, err);
		if (rc)
			break;
		set_range(t, t->rows - 1, "source", x, values);
		set_range(t, t->rows - 1, "target", y, want);
	}
	free(room);
	return rc;
}
