/*
 * section_pictures.c - the part of a page that shows images.
 *
 * Each column has one window for all its rows, printed above it: brightness
 * can be compared down a column, and between target and prediction.
 *
 * A picture is in the page once: an <image> with an id, which the slider's
 * <use> refers to.  The slider is a group of radio buttons, one a stop, so it
 * works by keys and without a script.
 */
#include "report/section_pictures.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "picture/canvas.h"
#include "picture/png.h"
#include "report/html.h"

struct windows { /* one a column */
	double low[PANEL_PLANES], high[PANEL_PLANES];
	int first; /* PANEL_INPUT, or PANEL_TARGET if there is no input */
};

static const char *const column_name[] = { "source", "target", "prediction",
					   "error" };

static void find_windows(struct windows *w, const struct panel *p)
{
	double far;

	w->first = p->row[0].plane[PANEL_INPUT] ? PANEL_INPUT : PANEL_TARGET;
	for (int k = w->first; k < PANEL_PLANES; k++)
		panel_window(p->row, p->n, (enum panel_plane)k, &w->low[k],
			     &w->high[k]);
	w->low[PANEL_PREDICTION] = w->low[PANEL_TARGET];
	w->high[PANEL_PREDICTION] = w->high[PANEL_TARGET];
	far = fmax(fabs(w->low[PANEL_ERROR]), fabs(w->high[PANEL_ERROR]));
	w->low[PANEL_ERROR] = -far;
	w->high[PANEL_ERROR] = far;
}

/* Grey planes one byte a pixel, errors three. */
static int plane_png(struct buf *png, const struct panel_row *r, int k,
		     const struct windows *w, struct err *err)
{
	size_t n = r->width * r->height, samples = k == PANEL_ERROR ? 3 : 1;
	unsigned char *px = mem_alloc(n * samples);
	double range = w->high[k] - w->low[k];
	int rc;

	for (size_t i = 0; i < n; i++) {
		double v = r->plane[k][i];
		struct colour c = k == PANEL_ERROR ?
					  canvas_signed(v / w->high[k]) :
					  canvas_grey((v - w->low[k]) / range);

		px[i * samples] = c.r;
		if (samples == 3) {
			px[i * 3 + 1] = c.g;
			px[i * 3 + 2] = c.b;
		}
	}
	rc = png_encode(png, px, r->width, r->height, (int)samples, err);
	free(px);
	return rc;
}

static void open_svg(struct buf *to, const struct panel_row *r,
		     const char *what)
{
	buf_printf(to,
		   "<svg viewBox=\"0 0 %zu %zu\" width=\"100%%\" role=\"img\" "
		   "aria-label=\"",
		   r->width, r->height);
	html_text(to, what);
	buf_str(to, "\">");
}

static int write_plane(struct buf *to, const struct panel_row *r, size_t row,
		       int k, const struct windows *w, struct err *err)
{
	struct buf png = { 0 };
	char *what = mem_printf("%s of %s", column_name[k], r->text);
	int rc = plane_png(&png, r, k, w, err);

	buf_str(to, "<figure>");
	open_svg(to, r, what);
	buf_printf(to,
		   "<image id=\"p%zu-%d\" width=\"%zu\" height=\"%zu\" "
		   "style=\"image-rendering:pixelated\" href=\"",
		   row, k, r->width, r->height);
	html_data(to, "image/png", png.data, png.len);
	buf_str(to, "\"/></svg></figure>\n");
	buf_release(&png);
	free(what);
	return rc;
}

static void write_heads(struct buf *to, const struct windows *w)
{
	buf_printf(to, "<div class=\"grid4%s\">\n", w->first ? " grid3" : "");
	for (int k = w->first; k < PANEL_PLANES; k++) {
		buf_printf(to,
			   "<div><strong>%s</strong><br><span class=\"soft\">",
			   column_name[k]);
		html_number(to, w->low[k]);
		buf_str(to,
			k == PANEL_ERROR ? " blue, 0 white, " : " black to ");
		html_number(to, w->high[k]);
		buf_str(to, k == PANEL_ERROR ? " red</span></div>\n" :
					       " white</span></div>\n");
	}
	buf_str(to, "</div>\n");
}

static void write_slider(struct buf *to, const struct panel_row *r, size_t row)
{
	buf_printf(to,
		   "<details%s><summary>Slide between target and prediction"
		   "</summary>\n<fieldset class=\"slide\"><legend "
		   "class=\"soft\">Arrow keys move the edge.</legend>"
		   "<div class=\"both\">",
		   row ? "" : " open");
	open_svg(to, r, "target");
	buf_printf(to, "<use href=\"#p%zu-%d\"/></svg><div class=\"top\">", row,
		   PANEL_TARGET);
	open_svg(to, r, "prediction");
	buf_printf(to,
		   "<use href=\"#p%zu-%d\"/></svg></div></div>\n"
		   "<div class=\"stops\">",
		   row, PANEL_PREDICTION);
	for (int i = 0; i <= 10; i++)
		buf_printf(to,
			   "<input type=\"radio\" class=\"s%d\" name=\"s%zu\" "
			   "aria-label=\"%d percent prediction\"%s>",
			   i, row, 10 * i, i == 5 ? " checked" : "");
	buf_str(to, "</div><div class=\"ends\"><span>&#9664; only target</span>"
		    "<span>only prediction &#9654;</span></div></fieldset>"
		    "</details>\n");
}

/* ROW is the number of R on the page. */
static int write_row(struct buf *to, const struct panel_row *r, size_t row,
		     const struct windows *w, struct err *err)
{
	int rc = 0;

	buf_str(to, "<h3>");
	html_name(to, r->text);
	buf_str(to, "</h3>\n");
	if (r->shrunk > 1)
		buf_printf(to,
			   "<p class=\"soft\">A pixel shown is the mean of "
			   "%zu &#215; %zu.</p>\n",
			   r->shrunk, r->shrunk);
	buf_printf(to, "<div class=\"grid4%s\">\n", w->first ? " grid3" : "");
	for (int k = w->first; k < PANEL_PLANES && !rc; k++)
		rc = write_plane(to, r, row, k, w, err);
	buf_str(to, "</div>\n");
	write_slider(to, r, row);
	return rc;
}

/* Rows of one window after the other, each below the heads of its columns. */
static int write_rows(struct buf *to, const struct panel *p, struct err *err)
{
	struct panel same;
	size_t done = 0;
	int rc = 0;

	for (size_t k = 0; done < p->n && !rc; k++) {
		struct windows w = { 0 };

		if (panel_of_window(p, k, &same)) {
			find_windows(&w, &same);
			write_heads(to, &w);
		}
		for (size_t i = 0; i < same.n && !rc; i++)
			rc = write_row(to, &same.row[i], done++, &w, err);
		free(same.row);
	}
	return rc;
}

int section_pictures(struct buf *to, const struct subject *s, struct err *err)
{
	int rc = 0;

	if (s->panel && s->panel->n) {
		html_section(to, s->number, "images",
			     "Worst, median and best image");
		rc = write_rows(to, s->panel, err);
		html_section_end(to);
	} else if (s->picture && s->picture->len) {
		html_section(to, s->number, "images",
			     "Worst, median and best image");
		buf_str(to, "<img style=\"max-width:100%\" alt=\"worst, median "
			    "and best image: source, target, prediction, "
			    "error\" src=\"");
		html_data(to, "image/png", s->picture->data, s->picture->len);
		buf_str(to, "\">\n");
		html_section_end(to);
	}
	return rc;
}
