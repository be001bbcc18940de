/*
 * metric_lines.h - metrics that any program writes, made a table.
 *
 * A line has one of these forms.  Names may have any character but blanks, "="
 * and ","; words are separated by blanks or commas:
 *
 *	NAME=VALUE ...			also with step=N among them
 *	STEP NAME VALUE
 *	STEP NAME=VALUE ...
 *	NAME,NAME,...			a header, and lines of as many values
 *	VALUE,VALUE,...			under it (CSV); names may be quoted, and
 *					have blanks, which become "_", if one of
 *					them is that of the step, or "epoch"
 *	{"step": N, "NAME": VALUE, ...}	numbers of a JSON object; objects in it
 *					are named "outer/inner"; also
 *					{"name": "NAME", "value": VALUE, ...}
 *
 * Names of steps and epochs may be in upper or lower case.  A byte-order mark
 * before a line is skipped.  Without a step, the lines of a name are numbered
 * from 0.  The table has the columns `step split metric value`: the split of
 * "val/loss" and "val.loss" is "val", that of "loss" is empty.
 */
#ifndef FILE_METRIC_LINES_H
#define FILE_METRIC_LINES_H

#include <stdint.h>

#include "base/buf.h"
#include "base/strs.h"

#define METRIC_LINES_NAMES 1000	   /* further names are left out */
#define METRIC_LINES_LONGEST 65536 /* bytes of a line */

struct metric_lines {
	struct buf table;   /* with its header once there is a row */
	struct buf rest;    /* a line that has not ended yet */
	struct strs names;  /* in the order in which they came */
	struct strs header; /* names of the columns of CSV */
	uint64_t *next;	    /* of each name, the step of a line without one */
	size_t last;	    /* index of the name that came last */
	uint64_t lines;	    /* lines so far, empty ones included */
	uint64_t strange;   /* lines that are no metrics */
	uint64_t first_strange; /* number of the first of them, from 1 */
	uint64_t left_out;	/* values of further names */
	/* 1: the table has the column `seconds`, too, with SECONDS of the
	 * points that are added */
	int timed;
	double seconds; /* NAN: unknown */
};

/* Adds the next N bytes of a text: complete lines become rows. */
void metric_lines_add(struct metric_lines *m, const char *data, size_t n);
/* The header that a CSV file has had in its first N bytes, whose lines become
 * no rows, counts for the lines that come. */
void metric_lines_headers(struct metric_lines *m, const char *data, size_t n);
/* A last line without a newline becomes rows, too. */
void metric_lines_end(struct metric_lines *m);
/* Adds a row.  HAS_STEP is 0 if STEP is not known. */
void metric_lines_point(struct metric_lines *m, int has_step, int64_t step,
			const char *name, double value);
void metric_lines_release(struct metric_lines *m);

#endif
