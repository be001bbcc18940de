/*
 * hist_svg.c - histograms as a drawing of lines.
 */
#include "stats/hist_svg.h"

#include <math.h>

#include "base/buf.h"
#include "base/calc.h"
#include "stats/stats_text.h"

enum { WIDE = 1024, HIGH = 240, GAP = 16, TEXT = 14, PANEL = HIGH + 5 * GAP };

static void text(struct buf *b, double x, double y, const char *anchor,
		 const char *words)
{
	buf_printf(b, "<text x=\"%g\" y=\"%g\" text-anchor=\"%s\">", x, y,
		   anchor);
	for (; *words; words++)
		if (*words == '<' || *words == '&')
			buf_str(b, *words == '<' ? "&lt;" : "&amp;");
		else
			buf_char(b, *words);
	buf_str(b, "</text>\n");
}

/* Draws the outline of the bars, which goes up or down at each bin's left
 * edge. */
static void outline(struct buf *b, const struct hist *h, double floor_y,
		    int logarithmic, const char *colour)
{
	double most = 1, last = 0;

	for (size_t i = 0; i < h->bins; i++)
		most = fmax(most, (double)h->count[i]);
	buf_printf(b, "<path fill=\"%s\" d=\"M%d %g", colour, GAP, floor_y);
	for (size_t i = 0; i <= h->bins; i++) {
		double n = i < h->bins ? (double)h->count[i] : 0;
		double share = logarithmic ?
				       calc_log(1 + n) / calc_log(1 + most) :
				       n / most;
		double y = floor(share * HIGH * 100 + 0.5) / 100;

		if (y == last && i < h->bins)
			continue;
		buf_printf(b, "H%.6g",
			   GAP + (double)i * WIDE / (double)h->bins);
		buf_printf(b, "V%.6g", floor_y - y);
		last = y;
	}
	buf_str(b, "Z\"/>\n");
}

static void draw_side(struct buf *b, const struct report_side *side, double top)
{
	const struct hist *h = &side->hist;
	double floor_y = top + 2 * GAP + HIGH;
	struct buf words = { 0 };
	char count[32];

	buf_printf(&words, "%s: %s pixels, median %.6g (light: logarithm)",
		   side->list.name, stats_text_count(count, (double)h->n),
		   side->stats.all.median);
	text(b, GAP, top + GAP, "start", buf_text(&words));
	outline(b, h, floor_y, 1, "#c8d7e6");
	outline(b, h, floor_y, 0, "#285082");
	buf_printf(b, "<path stroke=\"#000\" d=\"M%d %gh%d\"/>\n", GAP, floor_y,
		   WIDE);
	buf_clear(&words);
	buf_printf(&words, "%.6g", h->low);
	text(b, GAP, floor_y + 1.5 * GAP, "start", buf_text(&words));
	buf_clear(&words);
	buf_printf(&words, "%.6g", h->low + (double)h->bins * h->width);
	text(b, GAP + WIDE, floor_y + 1.5 * GAP, "end", buf_text(&words));
	buf_release(&words);
}

int hist_svg_write(const struct report *r, const char *path, struct err *err)
{
	int wide = WIDE + 2 * GAP, high = GAP + (int)r->sides * PANEL;
	struct buf b = { 0 };
	int rc;

	buf_printf(&b,
		   "<svg xmlns=\"http://www.w3.org/2000/svg\" "
		   "width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" "
		   "font-family=\"sans-serif\" font-size=\"%d\">\n"
		   "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n",
		   wide, high, wide, high, TEXT);
	for (size_t k = 0; k < r->sides; k++)
		draw_side(&b, &r->side[k], GAP + (double)k * PANEL);
	buf_str(&b, "</svg>\n");
	rc = out_write(path, b.data, b.len, err);
	buf_release(&b);
	return rc;
}
