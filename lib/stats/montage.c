/*
 * montage.c - the images of a report, side by side.
 */
#include "stats/montage.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "picture/canvas.h"
#include "picture/png.h"
#include "image/sample.h"
#include "image/scan.h"

enum { TILE = 160, GAP = 8, TITLE = 24, MOST = 400, ACROSS = 10 };

struct montage_range {
	double low, high;
};

struct thumb {
	size_t width, height, factor;
	double *sum;
	size_t *n; /* number of finite pixels in each spot */
};

static void thumb_add(struct thumb *t, const double *row, size_t y,
		      size_t width)
{
	size_t first = y / t->factor * t->width;

	for (size_t x = 0; x < width; x++)
		if (isfinite(row[x])) {
			t->sum[first + x / t->factor] += row[x];
			t->n[first + x / t->factor]++;
		}
}

static void thumb_init(struct thumb *t, const struct image_info *info)
{
	size_t side = info->width > info->height ? info->width : info->height;

	t->factor = (side + TILE - 1) / TILE;
	t->width = (info->width + t->factor - 1) / t->factor;
	t->height = (info->height + t->factor - 1) / t->factor;
	t->sum = mem_zero(t->width * t->height, sizeof(*t->sum));
	t->n = mem_zero(t->width * t->height, sizeof(*t->n));
}

static int thumb_read(struct thumb *t, const char *ref, struct err *err)
{
	const struct image_info *info;
	struct scan *s;
	struct band b;
	double *row;
	int rc;

	*t = (struct thumb){ 0 };
	if (scan_open(&s, ref, err) < 0)
		return -1;
	info = scan_info(s);
	row = mem_zero(info->width, sizeof(*row));
	while ((rc = scan_next(s, &b, err)) > 0)
		for (size_t y = 0; y < b.rows; y++) {
			if (!t->sum)
				thumb_init(t, info);
			sample_doubles(row,
				       (const char *)b.px +
					       y * info->width *
						       pixel_bytes(info->type),
				       info->type, info->width);
			thumb_add(t, row, b.y + y, info->width);
		}
	free(row);
	scan_close(s);
	return rc;
}

static void thumb_draw(struct canvas *c, const struct thumb *t, size_t x,
		       size_t y, struct montage_range range)
{
	for (size_t i = 0; i < t->width * t->height; i++) {
		double v = t->sum[i] / (double)t->n[i];
		struct colour colour = { 220, 30, 30 };

		if (t->n[i])
			colour = canvas_grey((v - range.low) /
					     (range.high - range.low));
		canvas_square(c, x + i % t->width, y + i / t->width, 1, colour);
	}
}

static size_t shown(const struct report_side *side)
{
	return side->stats.n < MOST ? side->stats.n : MOST;
}

static size_t across(const struct report_side *side)
{
	return shown(side) < ACROSS ? shown(side) : ACROSS;
}

static size_t side_height(const struct report_side *side)
{
	return TITLE + (shown(side) + ACROSS - 1) / ACROSS * (TILE + GAP) + GAP;
}

static struct montage_range range_of(const struct summary *a)
{
	if (a->low < a->high)
		return (struct montage_range){ a->low, a->high };
	if (a->min < a->max)
		return (struct montage_range){ a->min, a->max };
	return (struct montage_range){ a->min, a->min + 1 };
}

static int draw_side(struct canvas *c, const struct report_side *side,
		     size_t top, struct err *err)
{
	struct montage_range range = range_of(&side->stats.all);
	char text[200], some[60] = "";

	if (shown(side) < side->stats.n)
		snprintf(some, sizeof(some), " (first %zu of %zu)", shown(side),
			 side->stats.n);
	snprintf(text, sizeof(text), "%s: black %.6g, white %.6g%s",
		 side->list.name, range.low, range.high, some);
	canvas_text(c, GAP, top, 2, text);
	for (size_t i = 0; i < shown(side); i++) {
		struct thumb t;
		int rc = thumb_read(&t, side->stats.ref[i], err);

		if (rc == 0 && t.sum)
			thumb_draw(c, &t, GAP + i % ACROSS * (TILE + GAP),
				   top + TITLE + i / ACROSS * (TILE + GAP),
				   range);
		free(t.sum);
		free(t.n);
		if (rc < 0)
			return -1;
	}
	return 0;
}

int montage_write(const struct report *r, const char *path, struct err *err)
{
	size_t wide = 4, high = GAP, top = GAP;
	struct canvas c;
	int rc = 0;

	for (size_t k = 0; k < r->sides; k++) {
		size_t n = across(&r->side[k]);

		wide = n > wide ? n : wide;
		high += side_height(&r->side[k]);
	}
	canvas_init(&c, GAP + wide * (TILE + GAP), high);
	for (size_t k = 0; k < r->sides && rc == 0; k++) {
		rc = draw_side(&c, &r->side[k], top, err);
		top += side_height(&r->side[k]);
	}
	if (rc == 0)
		rc = png_write_rgb(path, c.rgb, c.width, c.height, err);
	canvas_release(&c);
	return rc;
}
