/*
 * plot.c - see plot.h.
 */
#include "report/plot.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calc.h"
#include "base/mem.h"
#include "base/num.h"
#include "report/chart.h"
#include "report/html.h"

enum { STYLES = 5, MOST_LINES = 50 };
enum { CHART_WIDE = 560, CHART_HIGH = 340 }; /* of a file */
enum { LABEL = 11, LEAST_HEIGHT = 6, MOST_HEIGHT = 16, FRAME = 4 };

static struct plot_line *line_of(struct plot *p, const char *metric,
				 const char *name)
{
	struct plot_line *l;

	for (size_t k = 1; k <= p->lines; k++) {
		size_t i = (p->last + k) % p->lines;

		l = &p->line[i];
		if (!strcmp(l->metric, metric) && !strcmp(l->name, name)) {
			p->last = i;
			return l;
		}
	}
	p->line = mem_grow(p->line, p->lines + 1, sizeof *p->line);
	p->last = p->lines++;
	l = &p->line[p->last];
	*l = (struct plot_line){ .metric = mem_str(metric),
				 .name = mem_str(name) };
	return l;
}

void plot_add(struct plot *p, const char *metric, const char *name, double x,
	      double y)
{
	struct plot_line *l = line_of(p, metric, name);

	if (l->n == l->cap) {
		l->cap = l->cap ? 2 * l->cap : 64;
		l->x = mem_grow(l->x, l->cap, sizeof *l->x);
		l->y = mem_grow(l->y, l->cap, sizeof *l->y);
	}
	l->x[l->n] = x;
	l->y[l->n++] = y;
}

void plot_release(struct plot *p)
{
	for (size_t i = 0; i < p->lines; i++) {
		free(p->line[i].metric);
		free(p->line[i].name);
		free(p->line[i].x);
		free(p->line[i].y);
	}
	free(p->line);
	memset(p, 0, sizeof *p);
}

int plot_table_find(struct plot_table *to, const struct tsv *t)
{
	*to = (struct plot_table){ t, tsv_column(t, "step"),
				   tsv_column(t, "split"),
				   tsv_column(t, "metric"),
				   tsv_column(t, "value") };
	return to->step >= 0 && to->split >= 0 && to->metric >= 0 &&
	       to->value >= 0;
}

const char *plot_table_split(const struct plot_table *t, size_t row)
{
	return tsv_get(t->t, row, t->split);
}

const char *plot_table_metric(const struct plot_table *t, size_t row)
{
	return tsv_get(t->t, row, t->metric);
}

int plot_table_add(struct plot *p, const struct plot_table *t, size_t row,
		   const char *name)
{
	double x, y;

	if (num_real(&x, tsv_get(t->t, row, t->step)) < 0 ||
	    num_real(&y, tsv_get(t->t, row, t->value)) < 0)
		return 0;
	plot_add(p, plot_table_metric(t, row), name, x, y);
	return 1;
}

/* Returns 1 if line I is the first of its metric. */
static int is_first(const struct plot *p, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (!strcmp(p->line[k].metric, p->line[i].metric))
			return 0;
	return 1;
}

static int is_logarithmic(const char *metric)
{
	return strstr(metric, "loss") || strstr(metric, "mse") ||
	       strstr(metric, "error");
}

/* Fills LINE with the lines of METRIC and returns how many there are. */
static size_t collect(const struct plot *p, const char *metric,
		      struct chart_line *line)
{
	static const char *const style[STYLES] = { "l0", "l1", "l2", "l3",
						   "l4" };
	size_t n = 0;

	for (size_t i = 0; i < p->lines && n < MOST_LINES; i++)
		if (!strcmp(p->line[i].metric, metric)) {
			const struct plot_line *l = &p->line[i];

			line[n] = (struct chart_line){
				.name = *l->name ? l->name : metric,
				.style = style[n % STYLES],
				.x = l->x,
				.y = l->y,
				.n = l->n
			};
			n++;
		}
	return n;
}

static void draw_metric(const struct plot *p, const char *metric,
			struct buf *to)
{
	struct chart_line line[MOST_LINES];
	struct chart c = { .title = metric,
			   .x_name = "step",
			   .y_name = metric,
			   .log_y = is_logarithmic(metric),
			   .line = line,
			   .lines = collect(p, metric, line) };

	chart_lines(to, &c);
}

void plot_charts(const struct plot *p, size_t most, struct buf *to)
{
	for (size_t i = 0; i < p->lines && most; i++)
		if (is_first(p, i)) {
			draw_metric(p, p->line[i].metric, to);
			most--;
		}
}

/* Colours of a file do not follow the reader's settings, as those of a page
 * do, and stand for themselves: not every program knows variables. */
static const char style[] =
	"<style>svg{font:13px sans-serif}text{fill:#1c2128}"
	".axis{stroke:#8c959f;fill:none}.grid{stroke:#d1d9e0;fill:none}"
	".l0{stroke:#0b62c4;fill:none;stroke-width:2}"
	".l1{stroke:#c11f2b;fill:none;stroke-width:1.5}"
	".l2{stroke:#1a7f37;fill:none;stroke-width:1.5}"
	".l3{stroke:#9a6700;fill:none;stroke-dasharray:6 3}"
	".l4{stroke:#59636e;fill:none;stroke-dasharray:2 3}</style>\n";

int plot_svg(const struct plot *p, const char *title, struct buf *to,
	     struct err *err)
{
	struct buf all = { 0 }, one = { 0 };
	int charts = 0;

	for (size_t i = 0; i < p->lines; i++) {
		if (!is_first(p, i))
			continue;
		draw_metric(p, p->line[i].metric, &one);
		if (one.len)
			buf_printf(&all,
				   "<g transform=\"translate(0 %d)\">\n%s"
				   "</g>\n",
				   charts++ * CHART_HIGH, buf_text(&one));
		buf_clear(&one);
	}
	if (charts) {
		buf_printf(to,
			   "<svg xmlns=\"http://www.w3.org/2000/svg\" "
			   "width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">\n"
			   "<title>",
			   CHART_WIDE, charts * CHART_HIGH, CHART_WIDE,
			   charts * CHART_HIGH);
		html_text(to, title);
		buf_printf(to,
			   "</title>\n%s<rect width=\"100%%\" "
			   "height=\"100%%\" fill=\"#fff\"/>\n",
			   style);
		buf_add(to, all.data, all.len);
		buf_str(to, "</svg>\n");
	}
	buf_release(&one);
	buf_release(&all);
	return charts ? 0 :
			err_data(err, "there is no metric to draw whose values "
				      "are finite");
}

struct plot_range {
	double low, high;
	int log;
};

static void include(struct plot_range *r, double v)
{
	if (!isfinite(v))
		return;
	if (!(r->low <= v))
		r->low = v;
	if (!(r->high >= v))
		r->high = v;
}

/* Returns the cell, of N, that V falls into. */
static size_t cell_of(const struct plot_range *r, double v, size_t n)
{
	double at = r->log ? calc_log10(v) : v, low = r->low, high = r->high;

	if (r->log) {
		low = calc_log10(low);
		high = calc_log10(high);
	}
	/* Halves: the range may be more than a double holds. */
	if (!(high / 2 > low / 2))
		return n / 2;
	return (size_t)((at / 2 - low / 2) / (high / 2 - low / 2) *
				(double)(n - 1) +
			0.5);
}

static void find_ranges(const struct plot *p, const char *metric,
			struct plot_range *x, struct plot_range *y)
{
	*x = *y = (struct plot_range){ NAN, NAN, 0 };
	for (size_t i = 0; i < p->lines; i++)
		for (size_t k = 0; k < p->line[i].n; k++)
			if (!strcmp(p->line[i].metric, metric) &&
			    isfinite(p->line[i].y[k])) {
				include(x, p->line[i].x[k]);
				include(y, p->line[i].y[k]);
			}
	y->log = is_logarithmic(metric) && y->low > 0 && y->high > 5 * y->low;
}

static const char marks[] = "*o+x#@%&=-";

static void mark_points(const struct plot_line *l, char mark,
			const struct plot_range *x, const struct plot_range *y,
			char *canvas, size_t wide, size_t high)
{
	for (size_t k = 0; k < l->n; k++)
		if (isfinite(l->y[k]) && isfinite(l->x[k])) {
			size_t column = cell_of(x, l->x[k], wide);
			size_t row = high - 1 - cell_of(y, l->y[k], high);

			canvas[row * wide + column] = mark;
		}
}

/* A name may be what a hostile file says: only what a terminal prints. */
static void add_plain(struct buf *to, const char *text)
{
	for (; *text; text++)
		buf_char(to, isprint((unsigned char)*text) ? *text : '?');
}

static void add_legend(const struct plot *p, const char *metric, struct buf *to)
{
	size_t n = 0;

	add_plain(to, metric);
	for (size_t i = 0; i < p->lines; i++) {
		const struct plot_line *l = &p->line[i];

		if (strcmp(l->metric, metric) != 0)
			continue;
		buf_printf(to, "  %c ", marks[n++ % (sizeof marks - 1)]);
		add_plain(to, l->name);
		if (l->n)
			buf_printf(to, "%s%.5g", *l->name ? " " : "",
				   l->y[l->n - 1]);
	}
	buf_char(to, '\n');
}

static void add_rows(const char *canvas, size_t wide, size_t high,
		     const struct plot_range *x, const struct plot_range *y,
		     struct buf *to)
{
	char low[32], high_text[32];
	int gap;

	for (size_t row = 0; row < high; row++) {
		size_t n = wide;

		if (row == 0 || row + 1 == high)
			buf_printf(to, "%*.4g |", LABEL - 2,
				   row ? y->low : y->high);
		else
			buf_printf(to, "%*s |", LABEL - 2, "");
		while (n && canvas[row * wide + n - 1] == ' ')
			n--;
		buf_add(to, canvas + row * wide, n);
		buf_char(to, '\n');
	}
	snprintf(low, sizeof low, "%.6g", x->low);
	snprintf(high_text, sizeof high_text, "%.6g", x->high);
	gap = (int)wide - (int)strlen(low) - (int)strlen(high_text);
	buf_printf(to, "%*s%s%*s%s\n", LABEL, "", low, gap > 1 ? gap : 1, "",
		   high_text);
}

static void draw_text(const struct plot *p, const char *metric, size_t width,
		      size_t high, struct buf *to)
{
	size_t wide = width > LABEL + 10 ? width - LABEL - 1 : 10, n = 0;
	struct plot_range x, y;
	char *canvas;

	find_ranges(p, metric, &x, &y);
	add_legend(p, metric, to);
	if (isnan(y.low))
		return;
	canvas = mem_alloc(wide * high);
	memset(canvas, ' ', wide * high);
	for (size_t i = 0; i < p->lines; i++)
		if (!strcmp(p->line[i].metric, metric))
			mark_points(&p->line[i],
				    marks[n++ % (sizeof marks - 1)], &x, &y,
				    canvas, wide, high);
	add_rows(canvas, wide, high, &x, &y, to);
	free(canvas);
}

void plot_text(const struct plot *p, size_t width, size_t height,
	       struct buf *to)
{
	size_t metrics = 0, high;

	for (size_t i = 0; i < p->lines; i++)
		metrics += is_first(p, i);
	high = metrics ? height / metrics : 0;
	high = high > FRAME + LEAST_HEIGHT ? high - FRAME : LEAST_HEIGHT;
	high = high < MOST_HEIGHT ? high : MOST_HEIGHT;
	for (size_t i = 0; i < p->lines; i++)
		if (is_first(p, i))
			draw_text(p, p->line[i].metric, width, high, to);
}
