/*
 * diff_lines.h - two texts as a unified diff.
 * Inside lib/diff only.
 */
#ifndef DIFF_DIFF_LINES_H
#define DIFF_DIFF_LINES_H

#include "base/buf.h"

/* Append to TO the unified diff from A to B, contents of the file PATH, as
 * `patch` and `git apply` take it, with three lines of context: the shortest
 * one (Myers 1986) if they differ in at most 2,000 lines, else one that
 * replaces all between the first and the last line that differ.  A or B is NULL
 * where there is no such file. */
void diff_lines(struct buf *to, const char *path, const struct buf *a,
		const struct buf *b);

#endif
