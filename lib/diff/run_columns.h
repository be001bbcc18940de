/*
 * run_columns.h - the columns that `xp-log ls` can add to its list of runs:
 * settings and metrics.
 */
#ifndef DIFF_RUN_COLUMNS_H
#define DIFF_RUN_COLUMNS_H

#include "base/strs.h"
#include "file/tsv.h"
#include "store/store.h"

/*
 * Fill TO with COLUMNS of the runs of LIST, a table with a column "id".  A
 * column is a column of LIST, a setting ("lr") or a metric, written with dots
 * for blanks ("val.loss"): its value at the step whose weights are kept or, in
 * a table of scores, over the whole set.  A run that has no such thing has an
 * empty cell.  If there are runs and none has it, err_usage, which lists the
 * names there are.
 */
int run_columns(struct tsv *to, const struct tsv *list, const struct store *s,
		const struct strs *columns, struct err *err);
/* Fill NAMES, which is empty, with the settings in which the runs of LIST are
 * not all the same, sorted. */
void run_columns_varying(struct strs *names, const struct tsv *list,
			 const struct store *s);
/* Sort the rows by COLUMN, with "-" before it from the greatest to the least:
 * numbers by value, then text, then empty cells.  Equal rows keep their order.
 * Err_usage when there is no such column. */
int run_columns_sort(struct tsv *t, const char *column, struct err *err);

#endif
