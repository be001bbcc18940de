/*
 * pair_view.c - see pair_view.h.
 */
#include "manifest/pair_view.h"

#include <string.h>

#include "manifest/pair.h"

#define KEPT 8e6 /* bytes; smaller images are kept whole */

enum { BAND = 1 << 18 }; /* pixels in a band, roughly */

static int open_side(struct pair_view *v, int target, struct err *err)
{
	const char *ref = target ? v->row->target : v->row->source;

	if (cache_add(v->cache, ref, &v->image[target], err) < 0)
		return tsv_wrap(&v->pairs->table, v->row->row, err);
	v->pitch[target] = cache_pitch(v->cache, v->image[target]);
	return 0;
}

static int check_side(struct pair_view *v, int target, struct err *err)
{
	if (cache_check(v->cache, v->image[target], &v->pixels[target], err) <
	    0)
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
	return pair_fits(v->pairs, v->row, &side[0], &side[1], &v->both, err);
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
		.norm = { row->source_norm, row->target_norm },
	};
	if (open_side(v, 0, err) == 0 && open_side(v, 1, err) == 0 &&
	    fits(v, err) == 0) {
		make_room(v);
		if (check_side(v, 0, err) == 0 && check_side(v, 1, err) == 0)
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

int pair_view_area(const struct pair_view *v, int target,
		   const struct area *area, float *px, struct err *err)
{
	if (cache_read(v->cache, v->image[target], area, CACHE_AGAIN, px, err) <
	    0)
		return -1;
	norm_apply(&v->norm[target], px, area->width * area->height);
	return 0;
}

int pair_view_rows(const struct pair_view *v, int target, size_t y, size_t rows,
		   float *px, struct err *err)
{
	const struct shift_overlap *o = &v->both;
	struct area a = {
		.x = target ? o->target_x : o->source_x,
		.y = y + (target ? o->target_y : o->source_y),
		.width = o->width,
		.height = rows,
	};

	if (pair_view_area(v, target, &a, px, err) < 0)
		return tsv_wrap(&v->pairs->table, v->row->row, err);
	return 0;
}

size_t pair_view_band(const struct pair_view *v)
{
	return BAND / v->width + 1;
}
