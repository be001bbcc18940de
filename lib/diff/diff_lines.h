/*
 * diff_lines.h - two texts as a unified diff.
 * Inside lib/diff only.
 */
#ifndef DIFF_DIFF_LINES_H
#define DIFF_DIFF_LINES_H

#include "base/buf.h"

/* Appends to TO the unified diff from A to B, with three lines of context, in
 * the form that `patch` and `git apply` take.  A and B are contents of the file
 * PATH.  NULL means that the file does not exist.  If A and B differ in at most
 * 2,000 lines, the diff is the shortest one (Myers 1986).  If they differ in
 * more lines, the diff replaces all lines between the first and the last line
 * that differ. */
void diff_lines(struct buf *to, const char *path, const struct buf *a,
		const struct buf *b);

#endif
