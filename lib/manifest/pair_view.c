/*
 * pair_view.c - see pair_view.h.
 */
#include "manifest/pair_view.h"

#include <string.h>

#include "manifest/pair.h"
#include "manifest/side_cache.h"

#define KEPT 8e6 /* bytes; smaller images are kept whole */

enum { BAND = 1 << 18 }; /* pixels in a band, roughly */

static int open_side(struct pair_view *v, enum side side, struct err *err)
{
	if (side_cache_add(v->cache, v->pairs, v->row, side, &v->image[side],
			   err) < 0)
		return -1;
	v->pitch[side] = cache_pitch(v->cache, v->image[side]);
	for (size_t k = 0; k < v->pairs->channels[side]; k++)
		v->norm[side][k] = v->row->channel[side][k].norm;
	return 0;
}

static int check_side(struct pair_view *v, enum side side, struct err *err)
{
	if (side_cache_check(v->cache, v->image[side], v->pairs->channels[side],
			     NULL, &v->pixels[side], err) < 0)
		return tsv_wrap(&v->pairs->table, v->row->row, err);
	return 0;
}

static int fits(struct pair_view *v, struct err *err)
{
	struct image side[2];

	memset(side, 0, sizeof(side));
	for (int i = 0; i < 2; i++) {
		cache_sides(v->cache, v->image[i], &side[i].width,
			    &side[i].height);
		side[i].slices = cache_slices(v->cache, v->image[i]);
	}
	v->width = side[0].width;
	v->height = side[0].height;
	if (pair_fits(v->pairs, v->row, &side[0], &side[1], &v->both, err) < 0)
		return -1;
	for (enum side s = SOURCE; s <= TARGET; s++)
		if (side_cache_stated(v->cache, v->pairs, v->row, s,
				      v->image[s], err) < 0)
			return -1;
	return 0;
}

static void make_room(struct pair_view *v)
{
	double row = cache_row(v->cache);

	cache_room(v->cache, (size_t)(row > KEPT ? row : KEPT));
}

int pair_view_open(struct pair_view *v, const struct manifest *p,
		   const struct pair *row, struct err *err)
{
	*v = (struct pair_view){
		.pairs = p,
		.row = row,
		.cache = cache_new(),
	};
	if (open_side(v, SOURCE, err) == 0 && open_side(v, TARGET, err) == 0 &&
	    fits(v, err) == 0) {
		make_room(v);
		if (check_side(v, SOURCE, err) == 0 &&
		    check_side(v, TARGET, err) == 0)
			return 0;
	}
	pair_view_close(v);
	return -1;
}

void pair_view_close(struct pair_view *v)
{
	cache_free(v->cache);
	*v = (struct pair_view){ 0 };
}

int pair_view_area(const struct pair_view *v, enum side side, size_t channel,
		   const struct area *area, float *px, struct err *err)
{
	if (cache_read(v->cache, v->image[side] + channel, area, CACHE_AGAIN,
		       px, err) < 0)
		return -1;
	norm_apply(&v->norm[side][channel], px, area->width * area->height);
	return 0;
}

int pair_view_rows(const struct pair_view *v, enum side side, size_t channel,
		   size_t y, size_t rows, float *px, struct err *err)
{
	const struct shift_overlap *o = &v->both;
	struct area a = {
		.x = side == TARGET ? o->target_x : o->source_x,
		.y = y + (side == TARGET ? o->target_y : o->source_y),
		.width = o->width,
		.height = rows,
	};

	if (pair_view_area(v, side, channel, &a, px, err) < 0)
		return tsv_wrap(&v->pairs->table, v->row->row, err);
	return 0;
}

int pair_view_channels(const struct pair_view *v, enum side side, size_t y,
		       size_t rows, float *px, struct err *err)
{
	for (size_t k = 0; k < v->pairs->channels[side]; k++) {
		if (pair_view_rows(v, side, k, y, rows, px, err) < 0)
			return -1;
		px += rows * v->both.width;
	}
	return 0;
}

size_t pair_view_band(const struct pair_view *v)
{
	return BAND / v->width + 1;
}
