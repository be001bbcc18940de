/*
 * curves.h - the metrics of a run as points: a tag, a step, a value.
 *
 * A table of metrics has one of two forms.  The long form has a row for each
 * value, in the columns `metric` and `value` and perhaps `step` and `split`.
 * The metrics.tsv of xp-train has this form; other programs may write it, too.
 * The wide form has a column for each metric, as in a table of scores.  Only
 * its rows with the id "*" are used.  They are about a whole set.
 */
#ifndef EXPORT_CURVES_H
#define EXPORT_CURVES_H

#include <stddef.h>
#include <stdint.h>

#include "base/strs.h"

/* Most tags of a run; further metrics of a table are left out. */
#define CURVES_TAGS 1000

struct curves_point {
	size_t tag;    /* index of the tag in TAGS */
	uint64_t step; /* step of the value; 0 if the table has no steps */
	double value;
};

struct curves { /* all-zero is empty */
	/* Names of metrics: "val/loss", and for scores "test/nmse" or
	 * "test/affine/nmse".  A part between slashes contains only letters,
	 * digits and "_-. ".  It is not empty, and it is neither "." nor
	 * "..". */
	struct strs tags;
	struct curves_point *points; /* points in the order of the table */
	size_t n, cap;
};

/* Add the metrics of the table TEXT, LEN bytes long, to S.  Returns 1, or 0 if
 * TEXT is no table of metrics.  A last line without a newline is left out,
 * since its writer has not finished it. */
int curves_add(struct curves *s, const char *text, size_t len);
void curves_release(struct curves *s);

/* Makes TO a copy of FROM.  TO may hold points before; they are released. */
void curves_copy(struct curves *to, const struct curves *from);

/* Returns the index of the last point whose tag is TAG, or -1 if there is
 * none. */
long curves_last(const struct curves *s, size_t tag);

#endif
