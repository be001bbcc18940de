/*
 * chart.h - drawings of numbers as inline SVG, in the colours of the page.
 *
 * Inside lib/report only.
 */
#ifndef REPORT_CHART_H
#define REPORT_CHART_H

#include <stddef.h>

#include "base/buf.h"

struct chart_line {
	const char *name;    /* for the legend */
	const char *style;   /* a class of html.c: "l0" ... "l4" */
	const double *x, *y; /* N points with rising x; those that are not
				finite are left out */
	size_t n;
	int dots;	      /* 1: draw each point, too */
	const double *around; /* NULL, or half the height of a band around it */
};

struct chart {
	const char *title; /* for those who cannot see it, too */
	const char *x_name, *y_name;
	int log_y; /* 1: logarithmic if the values span a factor of 5 or more,
		      and all are above 0 */
	int zero;  /* 1: the line y = 0 is drawn, and is inside */
	const char *mark; /* NULL, or the name of a vertical line at MARK_X */
	double mark_x;
	const struct chart_line *line;
	size_t lines;
};

/* Append the chart, or nothing if no line has two points. */
void chart_lines(struct buf *to, const struct chart *c);

struct chart_strip { /* the values of one group */
	const char *name;
	const double *x;
	size_t n;
};

/* Append N strips below each other: a dot for each value, a bar at their
 * mean. */
void chart_strips(struct buf *to, const char *title, const char *x_name,
		  const struct chart_strip *strip, size_t n);

/* Append a picture of WIDTH x HEIGHT cells, PNG of N bytes at DATA, with axes
 * from LOW to HIGH on both sides and the line of equal values. */
void chart_map(struct buf *to, const char *title, const char *x_name,
	       const char *y_name, double low, double high, const void *data,
	       size_t n);

#endif
