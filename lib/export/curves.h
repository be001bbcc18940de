/*
 * curves.h - the metrics of a run as points: a tag, a step, a value.
 *
 * Two kinds of table hold metrics.  One has a row for each (columns `metric`
 * and `value`, and perhaps `step` and `split`), such as the metrics.tsv of
 * xp-train, or any table of that form that another program wrote.  The other
 * has a column for each: of a table of scores the rows count whose id is "*",
 * which are over a whole set.
 */
#ifndef EXPORT_CURVES_H
#define EXPORT_CURVES_H

#include <stddef.h>
#include <stdint.h>

#include "base/strs.h"

#define CURVES_TAGS 1000 /* at most; a table's metrics beyond are left out */

struct curves_point {
	size_t tag;    /* an index of TAGS */
	uint64_t step; /* 0 if the table has no steps */
	double value;
};

struct curves { /* all-zero is empty */
	/* "val/loss"; of scores "test/nmse", "test/affine/nmse".  A part
	 * between slashes holds letters, digits and "_-. " only, and is
	 * neither empty nor "." nor "..". */
	struct strs tags;
	struct curves_point *points; /* in the order of the table */
	size_t n, cap;
};

/* Add the metrics of the table TEXT, LEN bytes, to S.  A last line without its
 * newline is left out: its writer has not finished it.  Returns 1, or 0 if
 * TEXT is no table of metrics. */
int curves_add(struct curves *s, const char *text, size_t len);
void curves_release(struct curves *s);
/* Make TO, which may hold points, a copy of FROM. */
void curves_copy(struct curves *to, const struct curves *from);
/* Returns the index of the last point of TAG, the index of a tag, or -1. */
long curves_last(const struct curves *s, size_t tag);

#endif
