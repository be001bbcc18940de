/*
 * table_cells.h - the cells of the tables that a run wrote.
 *
 * Inside lib/diff only.
 */
#ifndef DIFF_TABLE_CELLS_H
#define DIFF_TABLE_CELLS_H

#include <stddef.h>

#include "base/strs.h"
#include "run/run.h"

struct table_cells { /* row 0 is the header */
	struct strs *row;
	size_t n;
};

/* Calls FN with each table among the outputs of R that S has: text of at most
 * 64 MiB, at least two rows and two columns, all rows of one length.  The table
 * of fingerprints is left out. */
typedef void table_cells_fn(void *arg, const struct table_cells *t);
void table_cells_each(const struct store *s, const struct run *r,
		      table_cells_fn *fn, void *arg);

/* Returns the number of column NAME, or -1. */
int table_cells_column(const struct table_cells *t, const char *name);

/* Returns a cell, or "" if COLUMN is -1. */
const char *table_cells_get(const struct table_cells *t, size_t row,
			    int column);

#endif
