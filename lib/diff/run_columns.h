/*
 * run_columns.h - the columns that `xp-log ls` can add to its list of runs:
 * settings and metrics.
 */
#ifndef DIFF_RUN_COLUMNS_H
#define DIFF_RUN_COLUMNS_H

#include "base/strs.h"
#include "diff/run_filter.h"
#include "file/tsv.h"
#include "store/store.h"

/* Fills TO with COLUMNS of the runs of LIST.  LIST is a table with a column
 * "id".  A column of TO is a column of LIST, a setting ("lr") or a metric with
 * dots instead of blanks ("val.loss").  The value of a metric is its value at
 * the step whose weights are kept.  In a table of scores it is the value over
 * the whole set.  If a run has no value for a column, the cell is empty.  Fails
 * with err_usage if no run has a value.  The message lists the names that the
 * runs have.  An empty LIST is no error. */
int run_columns(struct tsv *to, const struct tsv *list, const struct store *s,
		const struct strs *columns, struct err *err);

/* Keeps only the runs of LIST for which F holds.  Fails with err_usage if F
 * contains a name that no run has.  The message lists the names that the runs
 * have. */
int run_columns_select(struct tsv *list, const struct store *s,
		       const struct run_filter *f, struct err *err);

/* Fills NAMES with the settings that differ between the runs of LIST, sorted.
 * NAMES must be empty before. */
void run_columns_varying(struct strs *names, const struct tsv *list,
			 const struct store *s);

/* Sorts the rows by COLUMN in ascending order.  If COLUMN begins with "-", the
 * order is descending.  Numbers come first, by value, then text, then empty
 * cells.  Equal rows keep their order.  Fails with err_usage if there is no
 * such column. */
int run_columns_sort(struct tsv *t, const char *column, struct err *err);

#endif
