/*
 * chart.c - drawings of numbers.
 */
#include "report/chart.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "base/calc.h"
#include "report/html.h"

enum {
	WIDE = 560,
	HIGH = 310,
	LEFT = 70,
	RIGHT = 16,
	TOP = 12,
	BOTTOM = 46,
	LEGEND = 20, /* from one line of the legend to the next */
	MOST = 500,  /* points of a line that are drawn */
	SIDE = 340   /* of a map */
};

struct chart_axis {
	double low, high; /* of the values, or of their logarithms */
	int log;
	double from, to; /* on the page */
};

/* Half of the range: the whole may be more than a double holds. */
static double half_of(const struct chart_axis *a)
{
	return a->high / 2 - a->low / 2;
}

static double place(const struct chart_axis *a, double v)
{
	double t = a->log ? calc_log10(v) : v;

	return a->from + (t / 2 - a->low / 2) / half_of(a) * (a->to - a->from);
}

static void include(struct chart_axis *a, double v)
{
	if (!isfinite(v))
		return;
	if (!(a->low <= v))
		a->low = v;
	if (!(a->high >= v))
		a->high = v;
}

/* A tenth free at both ends; nothing is divided by 0. */
static void widen(struct chart_axis *a, double part)
{
	double more = half_of(a) * (2 * part);

	if (!(more >= DBL_MIN))
		more = fabs(a->high) * 0.1 >= DBL_MIN ? fabs(a->high) * 0.1 : 1;
	a->low = fmax(a->low - more, -DBL_MAX);
	a->high = fmin(a->high + more, DBL_MAX);
}

/* 1, 2 or 5 times a power of 10: at least 1 / N of the range, half of which is
 * HALF. */
static double step_of(double half, int n)
{
	double least = half / (n * 0.5), step = 1;

	while (step > least)
		step /= 10;
	while (step * 10 <= least)
		step *= 10;
	return step >= least	 ? step :
	       step * 2 >= least ? step * 2 :
	       step * 5 >= least ? step * 5 :
				   step * 10;
}

static void label(struct buf *to, double x, double y, const char *anchor,
		  const char *text)
{
	buf_printf(to, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">", x, y,
		   anchor);
	html_text(to, text);
	buf_str(to, "</text>\n");
}

static void tick(struct buf *to, const struct chart_axis *x,
		 const struct chart_axis *y, double v, int is_x)
{
	double at = place(is_x ? x : y, v);
	struct buf text = { 0 };

	buf_printf(&text, "%.4g", fabs(v) < 1e-12 ? 0 : v);
	if (is_x) {
		buf_printf(to, "<path class=\"grid\" d=\"M%.1f %.1fV%.1f\"/>",
			   at, y->from, y->to);
		label(to, at, y->from + 16, "middle", buf_text(&text));
	} else {
		buf_printf(to, "<path class=\"grid\" d=\"M%.1f %.1fH%.1f\"/>",
			   x->from, at, x->to);
		label(to, x->from - 6, at + 4, "end", buf_text(&text));
	}
	buf_release(&text);
}

static void ticks(struct buf *to, const struct chart_axis *x,
		  const struct chart_axis *y, int is_x)
{
	static const double nice[] = { 1, 2, 5 };
	const struct chart_axis *a = is_x ? x : y;
	double step = step_of(half_of(a), is_x ? 7 : 6);
	double unit = 1, before = NAN;

	/* A step that is lost in V's last digit would never reach the end. */
	for (double v = ceil(a->low / step) * step;
	     !a->log && v <= a->high && v != before; v += step) {
		tick(to, x, y, v, is_x);
		before = v;
	}
	if (!a->log)
		return;
	while (unit > 10 * DBL_MIN && calc_log10(unit) > a->low)
		unit /= 10;
	for (; isfinite(unit) && calc_log10(unit) <= a->high; unit *= 10)
		for (int i = 0; i < 3; i++) {
			double v = calc_log10(unit * nice[i]);

			if (v >= a->low && v <= a->high &&
			    (!i || a->high - a->low < 2))
				tick(to, x, y, unit * nice[i], is_x);
		}
}

static void frame(struct buf *to, const struct chart_axis *x,
		  const struct chart_axis *y, const char *x_name,
		  const char *y_name)
{
	ticks(to, x, y, 1);
	ticks(to, x, y, 0);
	buf_printf(to, "<path class=\"axis\" d=\"M%.1f %.1fV%.1fH%.1f\"/>\n",
		   x->from, y->to, y->from, x->to);
	label(to, (x->from + x->to) / 2, y->from + 36, "middle", x_name);
	buf_printf(to, "<g transform=\"translate(14 %.1f) rotate(-90)\">",
		   (y->from + y->to) / 2);
	label(to, 0, 0, "middle", y_name);
	buf_str(to, "</g>\n");
}

static void open_svg(struct buf *to, int width, int height, const char *title)
{
	buf_printf(to,
		   "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
		   "role=\"img\" aria-label=\"",
		   width, height, width, height);
	html_text(to, title);
	buf_str(to, "\">\n<title>");
	html_text(to, title);
	buf_str(to, "</title>\n");
}

static int is_drawn(const struct chart_line *l, size_t i,
		    const struct chart_axis *y)
{
	size_t every = l->n / MOST + 1;

	return isfinite(l->x[i]) && isfinite(l->y[i]) &&
	       (i % every == 0 || i + 1 == l->n) && (!y->log || l->y[i] > 0);
}

static void draw_band(struct buf *to, const struct chart_line *l,
		      const struct chart_axis *x, const struct chart_axis *y)
{
	char move = 'M';

	buf_str(to, "<path class=\"band\" d=\"");
	for (int down = 0; down < 2; down++)
		for (size_t k = 0; k < l->n; k++) {
			size_t i = down ? l->n - 1 - k : k;
			double v = l->y[i] + (down ? -1 : 1) * l->around[i];

			if (!is_drawn(l, i, y) || !isfinite(v))
				continue;
			buf_printf(to, "%c%.1f %.1f", move, place(x, l->x[i]),
				   place(y, v));
			move = 'L';
		}
	buf_str(to, "\"/>\n");
}

static void draw_line(struct buf *to, const struct chart_line *l,
		      const struct chart_axis *x, const struct chart_axis *y)
{
	size_t drawn = 0, last = 0;
	char move = 'M';

	if (l->around)
		draw_band(to, l, x, y);
	buf_printf(to, "<path class=\"%s\" d=\"", l->style);
	for (size_t i = 0; i < l->n; i++)
		if (is_drawn(l, i, y)) {
			drawn++;
			last = i;
			buf_printf(to, "%c%.1f %.1f", move, place(x, l->x[i]),
				   place(y, l->y[i]));
			move = 'L';
		}
	buf_str(to, "\"/>\n");
	if (drawn == 1 && !l->dots) /* no line goes through one point */
		buf_printf(to,
			   "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" "
			   "r=\"3\"/>\n",
			   l->style, place(x, l->x[last]),
			   place(y, l->y[last]));
	for (size_t i = 0; l->dots && i < l->n; i++)
		if (is_drawn(l, i, y))
			buf_printf(to,
				   "<circle class=\"dot\" cx=\"%.1f\" "
				   "cy=\"%.1f\" r=\"3\"/>\n",
				   place(x, l->x[i]), place(y, l->y[i]));
}

/* Appends the legend, unless TO is NULL, and returns how many lines it has. */
static int legend(struct buf *to, const struct chart *c)
{
	double x = LEFT;
	int down = 0;

	for (size_t i = 0; c->lines > 1 && i < c->lines; i++) {
		double width = 46 + 7.5 * (double)strlen(c->line[i].name);

		if (!c->line[i].n)
			continue;
		if (x > LEFT && x + width > WIDE) {
			x = LEFT;
			down++;
		}
		if (to) {
			buf_printf(to,
				   "<path class=\"%s\" d=\"M%.1f %dh24\"/>\n",
				   c->line[i].style, x,
				   HIGH + 12 + LEGEND * down);
			label(to, x + 30, HIGH + 16 + LEGEND * down, "start",
			      c->line[i].name);
		}
		x += width;
	}
	return down + 1;
}

static int set_axes(struct chart_axis *x, struct chart_axis *y,
		    const struct chart *c)
{
	size_t points = 0;

	for (size_t k = 0; k < c->lines; k++)
		for (size_t i = 0; i < c->line[k].n; i++) {
			const struct chart_line *l = &c->line[k];
			double more = l->around && isfinite(l->around[i]) ?
					      l->around[i] :
					      0;

			include(x, l->x[i]);
			include(y, l->y[i] + more);
			include(y, l->y[i] - more);
			points += isfinite(l->x[i]) && isfinite(l->y[i]);
		}
	if (c->zero)
		include(y, 0);
	y->log = c->log_y && y->low > 0 && y->high > 5 * y->low;
	if (y->log) {
		y->low = calc_log10(y->low);
		y->high = calc_log10(y->high);
	}
	widen(y, 0.06);
	widen(x, 0.01);
	return points > 0;
}

static void draw_mark(struct buf *to, const struct chart *c,
		      const struct chart_axis *x)
{
	double at;

	if (!c->mark)
		return;
	at = place(x, c->mark_x);
	buf_printf(to,
		   "<path class=\"mark\" stroke-dasharray=\"3 3\" "
		   "d=\"M%.1f %dV%d\"/>\n",
		   at, TOP, HIGH - BOTTOM);
	label(to, at > WIDE / 2. ? at - 5 : at + 5, TOP + 12,
	      at > WIDE / 2. ? "end" : "start", c->mark);
}

void chart_lines(struct buf *to, const struct chart *c)
{
	struct chart_axis x = { NAN, NAN, 0, LEFT, WIDE - RIGHT };
	struct chart_axis y = { NAN, NAN, 0, HIGH - BOTTOM, TOP };

	if (!set_axes(&x, &y, c))
		return;
	open_svg(to, WIDE, HIGH + 4 + LEGEND * legend(NULL, c), c->title);
	frame(to, &x, &y, c->x_name, c->y_name);
	if (c->zero)
		buf_printf(to, "<path class=\"axis\" d=\"M%d %.1fH%d\"/>\n",
			   LEFT, place(&y, 0), WIDE - RIGHT);
	for (size_t i = c->lines; i--;)
		draw_line(to, &c->line[i], &x, &y);
	draw_mark(to, c, &x);
	legend(to, c);
	buf_str(to, "</svg>\n");
}

static void draw_strip(struct buf *to, const struct chart_strip *s,
		       const struct chart_axis *x, double y)
{
	double sum = 0;
	size_t n = 0;

	label(to, x->from - 8, y + 4, "end", s->name);
	for (size_t i = 0; i < s->n; i++) {
		if (!isfinite(s->x[i]))
			continue;
		sum += s->x[i];
		n++;
		buf_printf(to,
			   "<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" "
			   "r=\"3.5\"/>\n",
			   place(x, s->x[i]), y + (double)(i % 3) * 2 - 2);
	}
	if (n && isfinite(sum))
		buf_printf(to,
			   "<path class=\"mark\" stroke-width=\"2\" "
			   "d=\"M%.1f %.1fv16\"/>\n",
			   place(x, sum / (double)n), y - 8);
}

void chart_strips(struct buf *to, const char *title, const char *x_name,
		  const struct chart_strip *strip, size_t n)
{
	double bottom = TOP + 22 * (double)n + 6;
	struct chart_axis x = { NAN, NAN, 0, 150, WIDE - RIGHT };
	struct chart_axis y = { 0, 1, 0, bottom, TOP };

	for (size_t k = 0; k < n; k++)
		for (size_t i = 0; i < strip[k].n; i++)
			include(&x, strip[k].x[i]);
	if (!isfinite(x.low))
		return;
	widen(&x, 0.06);
	open_svg(to, WIDE, (int)bottom + BOTTOM, title);
	ticks(to, &x, &y, 1);
	for (size_t k = 0; k < n; k++)
		draw_strip(to, &strip[k], &x, TOP + 16 + 22 * (double)k);
	buf_printf(to, "<path class=\"axis\" d=\"M150 %.1fH%d\"/>\n", bottom,
		   WIDE - RIGHT);
	label(to, (x.from + x.to) / 2, bottom + 36, "middle", x_name);
	buf_str(to, "</svg>\n");
}

void chart_map(struct buf *to, const char *title, const char *x_name,
	       const char *y_name, double low, double high, const void *data,
	       size_t n)
{
	struct chart_axis x = { low, high, 0, LEFT, LEFT + SIDE };
	struct chart_axis y = { low, high, 0, TOP + SIDE, TOP };

	open_svg(to, LEFT + SIDE + RIGHT, TOP + SIDE + BOTTOM, title);
	buf_printf(to,
		   "<image x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" "
		   "preserveAspectRatio=\"none\" "
		   "style=\"image-rendering:pixelated\" href=\"",
		   LEFT, TOP, SIDE, SIDE);
	html_data(to, "image/png", data, n);
	buf_str(to, "\"/>\n");
	frame(to, &x, &y, x_name, y_name);
	buf_printf(to, "<path class=\"l2\" d=\"M%d %dL%d %d\"/>\n</svg>\n",
		   LEFT, TOP + SIDE, LEFT + SIDE, TOP);
}
