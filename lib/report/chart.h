/*
 * chart.h - draws numbers as inline SVG, in the colours of the page.
 *
 * Inside lib/report only.
 */
#ifndef REPORT_CHART_H
#define REPORT_CHART_H

#include <stddef.h>

#include "base/buf.h"

struct chart_line {
	const char *name; /* name of the line in the legend */
	/* class of the style sheet in html.c: "l0" ...  "l4" */
	const char *style;
	/* N points with rising x; points that are not finite are not drawn */
	const double *x, *y;
	size_t n;
	int dots; /* 1: each point is drawn as a dot, too */
	/* half heights of a band around the line, one a point, or NULL */
	const double *around;
};

struct chart {
	/* title of the drawing, also read aloud to people who cannot see it */
	const char *title;
	const char *x_name, *y_name;
	/* 1: y is logarithmic if all values are above 0 and the highest is more
	 * than 5 times the lowest */
	int log_y;
	int zero; /* 1: the line y = 0 is drawn, and the y axis reaches it */
	const char *mark; /* name of a vertical line at MARK_X, or NULL */
	double mark_x;
	const struct chart_line *line;
	size_t lines;
};

/* Appends the chart C.  If no two points are finite, nothing is appended. */
void chart_lines(struct buf *to, const struct chart *c);

struct chart_strip { /* the values of one group */
	const char *name;
	const double *x;
	size_t n;
};

/* Appends a drawing of the N strips, one below the other.  Each value is a dot.
 * A bar marks the mean of a strip. */
void chart_strips(struct buf *to, const char *title, const char *x_name,
		  const struct chart_strip *strip, size_t n);

/* Appends a map of y against x.  DATA is a PNG of N bytes, which fills a square
 * area.  Both axes reach from LOW to HIGH.  A diagonal line shows where x and y
 * are equal. */
void chart_map(struct buf *to, const char *title, const char *x_name,
	       const char *y_name, double low, double high, const void *data,
	       size_t n);

#endif
