/*
 * grid.h - reads a grid: a command line with names, and the values that each
 * name takes.
 *
 *	# a comment
 *	xp-train --config demo --lr {lr} --seed {seed} norm.tsv
 *	lr   = 1e-3 1e-4 # another
 *	seed = 0..4
 *
 * Words are split and quoted as in sh, but nothing is expanded in them.  {{ is
 * a brace.  A backslash at the end of a line continues the line.  A..B stands
 * for all whole numbers from A to B.  A grid has a point for each choice of
 * values, at most a million; the value of the last name changes fastest.
 */
#ifndef SWEEP_GRID_H
#define SWEEP_GRID_H

#include "base/buf.h"
#include "base/err.h"
#include "base/strs.h"

struct grid_name {
	char *name;
	struct strs values;
	size_t line; /* line where it is defined */
};

struct sweep_grid {
	struct strs words; /* of the command, with {name} and {{ */
	size_t line;	   /* line where the command begins */
	struct grid_name *names;
	size_t n;      /* number of names */
	size_t points; /* number of points, at least 1 */
};

/* Reads the grid in the file PATH; "-" is stdin.  Fails with err_data, which
 * names file and line, if the file is not a grid.  The caller releases G. */
int grid_read(struct sweep_grid *g, const char *path, struct err *err);
void grid_release(struct sweep_grid *g);

/* Adds the words of the command line of point I, counted from 0, to WORDS. */
void grid_point(const struct sweep_grid *g, size_t i, struct strs *words);

#endif
