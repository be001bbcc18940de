/*
 * run_columns.h - adds settings and metrics of runs to the list of `xp-log ls`.
 */
#ifndef DIFF_RUN_COLUMNS_H
#define DIFF_RUN_COLUMNS_H

#include "base/strs.h"
#include "diff/run_filter.h"
#include "file/tsv.h"
#include "store/store.h"

/* Fills TO with COLUMNS of the runs in LIST, a table with a column "id".  A
 * column is one of these:
 * - a column of LIST
 * - a setting ("lr")
 * - a metric, with dots for blanks ("val.loss"): its value at the step whose
 *   weights are kept or, in a table of scores, over the whole set; "test.ssim"
 *   is the network's, "test.affine.ssim" that of a baseline
 *
 * If a run has no value, the cell is empty.  Fails with err_usage if no run has
 * one; the message lists the names that the runs have.  An empty LIST is not an
 * error. */
int run_columns(struct tsv *to, const struct tsv *list, const struct store *s,
		const struct strs *columns, struct err *err);

/* Keeps only the runs of LIST for which F holds.  Fails with err_usage if F has
 * a name that no run has; the message lists the names that the runs have. */
int run_columns_select(struct tsv *list, const struct store *s,
		       const struct run_filter *f, struct err *err);

/* Fills NAMES, which is empty, with the settings that differ between the runs
 * of LIST, sorted. */
void run_columns_varying(struct strs *names, const struct tsv *list,
			 const struct store *s);

/* Fills TO with a row for each group of runs, in the order of their first runs.
 * Runs are a group if they have the same tool, version, operands and settings
 * except the seed, and all or none of them are done.  SHOWN has the columns to
 * show, LIST the ids and states; both have the same rows.
 *
 * The column "runs" has the number of runs.  A cell is what all runs of the
 * group have; of numbers that differ it is the mean, and NAME.sd on its right
 * their standard deviation; of ids and times it is the last; otherwise it is
 * empty. */
void run_columns_group(struct tsv *to, const struct tsv *shown,
		       const struct tsv *list, const struct store *s);

/* Sorts the rows by COLUMN: numbers by value, then text, then empty cells.  If
 * COLUMN begins with "-", numbers and text are in descending order.  Equal rows
 * keep their order.  Fails with err_usage if there is no such column. */
int run_columns_sort(struct tsv *t, const char *column, struct err *err);

#endif
