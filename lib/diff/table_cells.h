/*
 * table_cells.h - the tables among the outputs of a run, as cells.
 * Inside lib/diff only.
 */
#ifndef DIFF_TABLE_CELLS_H
#define DIFF_TABLE_CELLS_H

#include <stddef.h>

#include "base/strs.h"
#include "run/run.h"

struct table_cells { /* row 0 is the header; a column has a number, -1: none */
	struct strs *row;
	size_t n;
};

/* Calls FN with each table among the outputs of R that S keeps.  A table is
 * text of at least two rows and two columns, and all rows have the same
 * length.  The table of fingerprints is left out. */
typedef void table_cells_fn(void *arg, const struct table_cells *t);
void table_cells_each(const struct store *s, const struct run *r,
		      table_cells_fn *fn, void *arg);

int table_cells_column(const struct table_cells *t, const char *name);

/* Returns the cell in ROW and COLUMN, or "" if COLUMN is -1. */
const char *table_cells_get(const struct table_cells *t, size_t row,
			    int column);

#endif
