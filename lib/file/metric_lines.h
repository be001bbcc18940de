/*
 * metric_lines.h - makes a table of the metrics that any program writes.
 *
 * A line has one of these forms.  Names have no blanks, "=" and ","; words are
 * separated by blanks or commas:
 *
 *	NAME=VALUE ...			also with step=N among them
 *	STEP NAME VALUE
 *	STEP NAME=VALUE ...
 *	NAME,NAME,...			a header, and lines of as many values
 *	VALUE,VALUE,...			under it (CSV)
 *	{"step": N, "NAME": VALUE, ...}	a JSON object; objects in it give the
 *					names "outer/inner"
 *	{"name": "NAME", "value": VALUE, ...}	also with "metric" for "name"
 *
 * The step is called "step", "_step", "global_step" or "iteration", in CSV and
 * JSON also "epoch", in upper or lower case.  In CSV with a step, names may be
 * quoted and have blanks, which become "_".  A header with the columns value
 * and metric (or name) is skipped: STEP NAME VALUE lines follow it.  Empty
 * lines, and lines that begin with "#", have no metrics.  A byte-order mark
 * before a line is skipped.
 *
 * A line without a step has the step after the name's last one, at first 0.
 * The table has the columns `step split metric value`: the split of "val/loss"
 * and "val.loss" is "val", that of "loss" is empty.
 */
#ifndef FILE_METRIC_LINES_H
#define FILE_METRIC_LINES_H

#include <stdint.h>

#include "base/buf.h"
#include "base/strs.h"

#define METRIC_LINES_NAMES 1000 /* names; values of further ones are left out */
#define METRIC_LINES_LONGEST 65536 /* bytes of a line */

struct metric_lines {
	struct buf table;  /* the table, with its header; empty without a row */
	struct buf rest;   /* a line that has not ended yet */
	struct strs names; /* in the order in which they came */
	struct strs header; /* names of the columns of CSV */
	uint64_t *next;	    /* of each name, the step of a line without one */
	size_t last;	    /* index of the name that came last */
	uint64_t lines;	    /* lines so far, empty ones included */
	uint64_t strange;   /* lines of no form above */
	uint64_t first_strange; /* number of the first such line, from 1 */
	uint64_t left_out;	/* values of too many names */
	/* 1: the table has the column `seconds`, too, with SECONDS of the
	 * points that are added */
	int timed;
	double seconds; /* NAN: unknown */
};

/* Adds the next N bytes of a text.  Lines that end become rows. */
void metric_lines_add(struct metric_lines *m, const char *data, size_t n);
/* Reads only the CSV header in N bytes that came before, so that the next lines
 * are read under it. */
void metric_lines_headers(struct metric_lines *m, const char *data, size_t n);
/* Ends the text: a last line without a newline becomes rows. */
void metric_lines_end(struct metric_lines *m);
/* Adds a row.  HAS_STEP is 0 if STEP is not known. */
void metric_lines_point(struct metric_lines *m, int has_step, int64_t step,
			const char *name, double value);
void metric_lines_release(struct metric_lines *m);

#endif
