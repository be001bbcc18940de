/*
 * plot.h - draws curves of metrics, one chart a metric, as SVG or as text.
 *
 * The same points give the same bytes.
 */
#ifndef REPORT_PLOT_H
#define REPORT_PLOT_H

#include "base/buf.h"
#include "base/err.h"
#include "file/tsv.h"

struct plot_line { /* of one metric */
	char *metric, *name;
	double *x, *y;
	size_t n, cap;
};

struct plot { /* all-zero is empty */
	struct plot_line *line;
	size_t lines;
	size_t last; /* line of the point that was added last */
};

/* Adds a point to the line NAME of METRIC.  X should rise along a line. */
void plot_add(struct plot *p, const char *metric, const char *name, double x,
	      double y);
void plot_release(struct plot *p);

/* A table of metrics, with the columns step, split, metric and value. */
struct plot_table {
	const struct tsv *t;
	int step, split, metric, value;
};

/* Returns 1, or 0 if T is not such a table. */
int plot_table_find(struct plot_table *to, const struct tsv *t);
const char *plot_table_split(const struct plot_table *t, size_t row);
const char *plot_table_metric(const struct plot_table *t, size_t row);
/* Adds a row as a point of the line NAME.  Returns 1, or 0 if the row has no
 * numbers. */
int plot_table_add(struct plot *p, const struct plot_table *t, size_t row,
		   const char *name);

/* Appends a chart for each metric as inline SVG for a page, at most MOST. */
void plot_charts(const struct plot *p, size_t most, struct buf *to);
/* Appends a file of SVG with a chart for each metric, one below the other.
 * Fails with err_data if there is nothing to draw. */
int plot_svg(const struct plot *p, const char *title, struct buf *to,
	     struct err *err);
/* Appends a chart for each metric as lines of ASCII of at most WIDTH columns,
 * all charts together in about HEIGHT lines. */
void plot_text(const struct plot *p, size_t width, size_t height,
	       struct buf *to);

#endif
