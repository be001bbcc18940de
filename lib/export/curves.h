/*
 * curves.h - the metrics of a run as points: a tag, a step, a value.
 *
 * A long table has a row for each value, in the columns `metric` and `value`,
 * perhaps with `step`, `split` and `seconds`, like the metrics.tsv of xp-train.
 * A wide table has a column for each metric, like one of scores; only its rows
 * with the id "*", about a whole set, are used.
 */
#ifndef EXPORT_CURVES_H
#define EXPORT_CURVES_H

#include <stddef.h>
#include <stdint.h>

#include "base/strs.h"

/* most tags of a run; further metrics are left out */
#define CURVES_TAGS 1000

struct curves_point {
	size_t tag;    /* index in TAGS */
	uint64_t step; /* 0 if the table has no steps */
	double value;
	/* since the run began, as the column `seconds` says; NAN: unknown */
	double seconds;
};

struct curves { /* all-zero is empty */
	/* names: "val/loss" or, of scores, "test/nmse", "test/affine/nmse";
	 * parts between slashes have only letters, digits and "_-. ", and are
	 * not empty, "." or ".." */
	struct strs tags;
	struct curves_point *points; /* in the order of the table */
	size_t n, cap;
};

/* Adds the metrics of the table TEXT, which has LEN bytes.  Returns 1, or 0 if
 * TEXT is not a table of metrics.  A last line without a newline is left out,
 * since its writer has not finished.  The caller releases S. */
int curves_add(struct curves *s, const char *text, size_t len);
void curves_release(struct curves *s);

/* Makes TO a copy of FROM, and frees what TO had. */
void curves_copy(struct curves *to, const struct curves *from);

/* Returns when POINT was recorded in a run that began at START; if that is
 * unknown, START. */
double curves_time(const struct curves_point *point, double start);

/* Returns the index of the last point with TAG, or -1. */
long curves_last(const struct curves *s, size_t tag);

#endif
