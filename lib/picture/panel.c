/*
 * panel.c - see panel.h.
 */
#include "picture/panel.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "picture/canvas.h"
#include "picture/png.h"

enum {
	SIDE = 400, /* the most pixels that an image may have on a side */
	GAP = 8,    /* white pixels around everything */
};

struct panel_range {
	double low, high;
};

/* Shrinks FACTOR rows to one: each pixel is the mean of a whole FACTOR x FACTOR
 * block.  Pixels left over at the right edge are dropped, and so are rows left
 * over at the bottom. */
static void shrink(const float *px, size_t width, size_t factor, float *to)
{
	for (size_t x = 0; x < width / factor; x++) {
		double sum = 0;

		for (size_t i = 0; i < factor * factor; i++)
			sum += px[i / factor * width + x * factor + i % factor];
		to[x] = (float)(sum / (double)(factor * factor));
	}
}

static size_t shrink_factor(size_t width, size_t height)
{
	size_t side = width > height ? width : height;
	size_t least = width < height ? width : height;
	size_t factor = (side + SIDE - 1) / SIDE;

	return factor > least ? least : factor;
}

static int add_plane(struct panel_row *r, enum panel_plane k, size_t width,
		     panel_rows *rows, void *arg, struct err *err)
{
	size_t factor = r->shrunk;
	float *px = mem_floats(factor * width);
	int rc = 0;

	r->plane[k] = mem_floats(r->width * r->height);
	for (size_t y = 0; y < r->height && !rc; y++) {
		rc = rows(arg, k, y * factor, factor, px, err);
		if (!rc)
			shrink(px, width, factor, r->plane[k] + y * r->width);
	}
	free(px);
	return rc;
}

static void add_error(struct panel_row *r)
{
	size_t n = r->width * r->height;
	float *error = mem_floats(n);

	for (size_t i = 0; i < n; i++)
		error[i] = r->plane[PANEL_PREDICTION][i] -
			   r->plane[PANEL_TARGET][i];
	r->plane[PANEL_ERROR] = error;
}

int panel_add(struct panel *p, const char *text, size_t width, size_t height,
	      int has_input, panel_rows *rows, void *arg, struct err *err)
{
	size_t factor = shrink_factor(width, height);
	struct panel_row *r;

	p->row = mem_grow(p->row, p->n + 1, sizeof *p->row);
	r = &p->row[p->n++];
	*r = (struct panel_row){
		.text = mem_str(text),
		.width = width / factor,
		.height = height / factor,
		.shrunk = factor,
	};
	for (int k = has_input ? PANEL_INPUT : PANEL_TARGET; k < PANEL_ERROR;
	     k++)
		if (add_plane(r, k, width, rows, arg, err) < 0)
			return -1;
	add_error(r);
	return 0;
}

void panel_release(struct panel *p)
{
	for (size_t i = 0; i < p->n; i++) {
		free(p->row[i].text);
		for (int k = 0; k < PANEL_PLANES; k++)
			free(p->row[i].plane[k]);
	}
	free(p->row);
	*p = (struct panel){ 0 };
}

size_t panel_of_window(const struct panel *p, size_t window, struct panel *to)
{
	*to = (struct panel){ mem_zero(p->n + 1, sizeof(*to->row)), 0 };
	for (size_t i = 0; i < p->n; i++)
		if (p->row[i].window == window)
			to->row[to->n++] = p->row[i];
	return to->n;
}

static int by_value(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return (x > y) - (x < y);
}

/* Finds the percentiles 0.1 and 99.9 of plane K over N rows.  So a few hot
 * pixels do not determine the display range. */
static struct panel_range range_of(const struct panel_row *row, size_t n, int k)
{
	size_t len = 0, filled = 0, cut;
	struct panel_range s;
	float *all;

	for (size_t i = 0; i < n; i++)
		len += row[i].width * row[i].height;
	all = mem_floats(len);
	for (size_t i = 0; i < n; i++) {
		size_t area = row[i].width * row[i].height;

		memcpy(all + filled, row[i].plane[k], area * sizeof *all);
		filled += area;
	}
	qsort(all, len, sizeof *all, by_value);
	cut = len / 1000;
	s = (struct panel_range){ all[cut], all[len - 1 - cut] };
	if (s.high <= s.low) /* a constant is shown as medium grey */
		s = (struct panel_range){ s.low - 0.5, s.low + 0.5 };
	free(all);
	return s;
}

void panel_window(const struct panel_row *row, size_t n, enum panel_plane plane,
		  double *low, double *high)
{
	struct panel_range s = range_of(row, n, plane);

	*low = s.low;
	*high = s.high;
}

struct panel_layout {
	size_t scale;			   /* enlargement of the text */
	size_t zoom;			   /* enlargement of the pixels */
	size_t cell;			   /* width of a column */
	size_t line;			   /* height of a line of text */
	size_t title;			   /* height of a row's title */
	struct panel_range *level, *error; /* of each row, owned */
	int several;			   /* 1: they differ */
	char foot[2][120];
};

/* Finds the ranges of the rows that have the window of row ROW. */
static void find_ranges(struct panel_layout *l, const struct panel *p,
			size_t row)
{
	struct panel same;
	double far;

	panel_of_window(p, p->row[row].window, &same);
	l->level[row] = range_of(same.row, same.n, PANEL_TARGET);
	l->error[row] = range_of(same.row, same.n, PANEL_ERROR);
	far = fmax(fabs(l->error[row].low), fabs(l->error[row].high));
	l->error[row] = (struct panel_range){ -far, far };
	l->several |= same.n < p->n;
	free(same.row);
}

static void lay_out(struct panel_layout *l, const struct panel *p)
{
	size_t widest = 1, tallest = 1;

	for (size_t i = 0; i < p->n; i++) {
		if (p->row[i].width > widest)
			widest = p->row[i].width;
		if (p->row[i].height > tallest)
			tallest = p->row[i].height;
	}
	l->zoom = SIDE * 3 / 4 / (widest > tallest ? widest : tallest);
	l->zoom = l->zoom < 1 ? 1 : l->zoom > 8 ? 8 : l->zoom;
	l->cell = widest * l->zoom < 130 ? 130 : widest * l->zoom;
	l->scale = l->cell >= 240 ? 2 : 1;
	l->line = canvas_text_height(l->scale) + GAP;
	l->level = mem_zero(p->n, sizeof(*l->level));
	l->error = mem_zero(p->n, sizeof(*l->error));
	for (size_t i = 0; i < p->n; i++)
		find_ranges(l, p, i);
	l->title = (l->several ? 2 : 1) * l->line;
	snprintf(l->foot[0], sizeof l->foot[0],
		 l->several ? "target and prediction: black to white, as above "
			      "each row" :
			      "target and prediction: %.5g black to %.5g white",
		 l->level->low, l->level->high);
	snprintf(l->foot[1], sizeof l->foot[1],
		 l->several ?
			 "error (prediction - target): as much below 0 "
			 "blue, above 0 red" :
			 "error (prediction - target): %.4g blue, 0 white, "
			 "%.4g red",
		 l->error->low, l->error->high);
}

static struct colour shade(float v, struct panel_range s, int k)
{
	if (k == PANEL_ERROR)
		return canvas_signed(v / s.high);
	return canvas_grey((v - s.low) / (s.high - s.low));
}

static void draw_plane(struct canvas *c, const struct panel_row *r, int k,
		       struct panel_range s, size_t zoom, size_t left,
		       size_t top)
{
	for (size_t y = 0; y < r->height; y++)
		for (size_t x = 0; x < r->width; x++)
			canvas_square(c, left + x * zoom, top + y * zoom, zoom,
				      shade(r->plane[k][y * r->width + x], s,
					    k));
}

/* Returns the height that was used. */
static size_t draw_row(struct canvas *c, const struct panel_layout *l,
		       const struct panel *p, size_t row, size_t top)
{
	const struct panel_row *r = &p->row[row];
	struct panel_range input = { 0, 1 };
	struct buf text = { 0 }, more = { 0 };

	buf_str(&text, r->text);
	if (r->plane[PANEL_INPUT]) {
		input = range_of(r, 1, PANEL_INPUT);
		buf_printf(&text, "   input: %.5g to %.5g", input.low,
			   input.high);
	}
	if (l->several)
		buf_printf(&more, "target: %.4g to %.4g   error: %.3g",
			   l->level[row].low, l->level[row].high,
			   l->error[row].high);
	if (r->shrunk > 1)
		buf_printf(&text, "   size: 1/%zu", r->shrunk);
	canvas_text(c, GAP, top, l->scale, buf_text(&text));
	canvas_text(c, GAP, top + l->line, l->scale, buf_text(&more));
	buf_release(&text);
	buf_release(&more);
	for (int k = 0; k < PANEL_PLANES; k++) {
		struct panel_range s = k == PANEL_INPUT ? input :
				       k == PANEL_ERROR ? l->error[row] :
							  l->level[row];

		if (r->plane[k])
			draw_plane(c, r, k, s, l->zoom,
				   GAP + (size_t)k * (l->cell + GAP),
				   top + l->title);
	}
	return l->title + r->height * l->zoom + GAP;
}

static void draw(struct canvas *c, const struct panel_layout *l,
		 const struct panel *p)
{
	static const char *const head[] = { "input", "target", "prediction",
					    "error" };
	size_t y = GAP;

	for (size_t k = 0; k < PANEL_PLANES; k++)
		canvas_text(c, GAP + k * (l->cell + GAP), y, l->scale, head[k]);
	y += l->line;
	for (size_t i = 0; i < p->n; i++)
		y += draw_row(c, l, p, i, y);
	for (int i = 0; i < 2; i++)
		canvas_text(c, GAP, y + (size_t)i * l->line, l->scale,
			    l->foot[i]);
}

int panel_write(const struct panel *p, const char *path, struct err *err)
{
	struct canvas c = { 0 };
	struct panel_layout l = { 0 };
	size_t height;
	int rc;

	lay_out(&l, p);
	height = GAP + 3 * l.line;
	for (size_t i = 0; i < p->n; i++)
		height += l.title + p->row[i].height * l.zoom + GAP;
	canvas_init(&c, GAP + PANEL_PLANES * (l.cell + GAP), height);
	draw(&c, &l, p);
	rc = png_write_rgb(path, c.rgb, c.width, c.height, err);
	canvas_release(&c);
	free(l.level);
	free(l.error);
	return rc;
}
