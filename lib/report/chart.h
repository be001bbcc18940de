/*
 * chart.h - draws numbers as inline SVG.
 *
 * Inside lib/report only.
 */
#ifndef REPORT_CHART_H
#define REPORT_CHART_H

#include <stddef.h>

#include "base/buf.h"

struct chart_line {
	const char *name; /* in the legend */
	/* class of the line in the style sheet (html.c): "l0" to "l4" */
	const char *style;
	/* N points with rising x; points that are not finite are left out */
	const double *x, *y;
	size_t n;
	int dots; /* 1: with a dot at each point */
	/* half the height of a band around the line at each point, or NULL */
	const double *around;
};

struct chart {
	/* read aloud by screen readers */
	const char *title;
	const char *x_name, *y_name;
	/* 1: y is logarithmic if all values are above 0 and the highest is more
	 * than 5 times the lowest */
	int log_y;
	int zero;	  /* 1: with the line y = 0 */
	const char *mark; /* name of a vertical line at MARK_X, or NULL */
	double mark_x;
	const struct chart_line *line;
	size_t lines;
};

/* Appends the chart C, or nothing if no point is finite.  A line of one point
 * is a ring. */
void chart_lines(struct buf *to, const struct chart *c);

struct chart_strip { /* values of one group */
	const char *name;
	const double *x;
	size_t n;
};

/* Appends N strips, one below the other: a dot for each value, a bar for the
 * mean. Appends nothing if no value is finite. */
void chart_strips(struct buf *to, const char *title, const char *x_name,
		  const struct chart_strip *strip, size_t n);

/* Appends a map of y against x, the PNG DATA of N bytes.  Both axes reach from
 * LOW to HIGH.  A line shows where x and y are equal. */
void chart_map(struct buf *to, const char *title, const char *x_name,
	       const char *y_name, double low, double high, const void *data,
	       size_t n);

#endif
