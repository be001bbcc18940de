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

/* Fill TO with COLUMNS of the runs of LIST, a table with a column "id".  Each
 * is a column of LIST, a setting ("lr") or a metric with dots instead of blanks
 * ("val.loss").  A metric has its value at the step whose weights are kept; in
 * a table of scores, that over the whole set.  If a run has no such value, its
 * cell is empty.  If no run has one, this is err_usage that lists the names
 * there are; without runs it is not an error. */
int run_columns(struct tsv *to, const struct tsv *list, const struct store *s,
		const struct strs *columns, struct err *err);
/* Keep only the runs of LIST for which F holds.  If none of them has a name
 * that is in F, this is err_usage that lists the names there are. */
int run_columns_select(struct tsv *list, const struct store *s,
		       const struct run_filter *f, struct err *err);
/* Fill NAMES, which is empty, with the settings in which the runs of LIST are
 * not all the same, sorted. */
void run_columns_varying(struct strs *names, const struct tsv *list,
			 const struct store *s);
/* Sort the rows by COLUMN in ascending order or, if COLUMN begins with "-", in
 * descending order: numbers by value, then text, then empty cells.  Equal rows
 * keep their order.  If there is no such column, this is err_usage. */
int run_columns_sort(struct tsv *t, const char *column, struct err *err);

#endif
