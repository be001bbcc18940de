/*
 * hist_png.c - histograms as a picture.
 */
#include "stats/hist_png.h"

#include <math.h>
#include <stdio.h>

#include "picture/canvas.h"
#include "picture/png.h"
#include "stats/stats_text.h"

#include "base/calc.h"

enum { WIDE = 1024, HIGH = 240, GAP = 16, TEXT = 2, PANEL = HIGH + 5 * GAP };

static void column(struct canvas *c, size_t x, size_t wide, size_t floor_y,
		   double share, struct colour colour)
{
	size_t high = (size_t)ceil(share * HIGH);

	for (size_t i = 0; i < wide; i++)
		for (size_t y = 0; y < high; y++)
			canvas_square(c, x + i, floor_y - 1 - y, 1, colour);
}

static void draw_bins(struct canvas *c, const struct hist *h, size_t floor_y)
{
	double most = 1;

	for (size_t i = 0; i < h->bins; i++)
		most = fmax(most, (double)h->count[i]);
	for (size_t i = 0; i < h->bins; i++) {
		size_t x = i * WIDE / h->bins, end = (i + 1) * WIDE / h->bins;
		double n = (double)h->count[i];

		column(c, GAP + x, end - x, floor_y,
		       calc_log(1 + n) / calc_log(1 + most),
		       (struct colour){ 200, 215, 230 });
		column(c, GAP + x, end - x, floor_y, n / most,
		       (struct colour){ 40, 80, 130 });
	}
	column(c, GAP, WIDE, floor_y + 1, 1. / HIGH, (struct colour){ 0 });
}

static void draw_side(struct canvas *c, const struct report_side *side,
		      size_t top)
{
	const struct hist *h = &side->hist;
	size_t floor_y = top + 2 * GAP + HIGH;
	char text[200], count[32];

	snprintf(text, sizeof(text),
		 "%s: %s pixels, median %.6g (light: "
		 "logarithm)",
		 side->list.name, stats_text_count(count, (double)h->n),
		 side->stats.all.median);
	canvas_text(c, GAP, top, TEXT, text);
	draw_bins(c, h, floor_y);
	snprintf(text, sizeof(text), "%.6g", h->low);
	canvas_text(c, GAP, floor_y + GAP / 2, TEXT, text);
	snprintf(text, sizeof(text), "%.6g",
		 h->low + (double)h->bins * h->width);
	canvas_text(c, GAP + WIDE - canvas_text_width(text, TEXT),
		    floor_y + GAP / 2, TEXT, text);
}

int hist_png_write(const struct report *r, const char *path, struct err *err)
{
	struct canvas c;
	int rc;

	canvas_init(&c, WIDE + 2 * GAP, GAP + r->sides * PANEL);
	for (size_t k = 0; k < r->sides; k++)
		draw_side(&c, &r->side[k], GAP + k * PANEL);
	rc = png_write_rgb(path, c.rgb, c.width, c.height, err);
	canvas_release(&c);
	return rc;
}
