/*
 * diff_lines.h - writes the difference of two texts as a unified diff.
 *
 * Inside lib/diff only.
 */
#ifndef DIFF_DIFF_LINES_H
#define DIFF_DIFF_LINES_H

#include "base/buf.h"

/* Appends the unified diff from A to B, with three lines of context, as `patch`
 * and `git apply` take it.  A and B are contents of the file PATH; NULL: there
 * is no file.  If at most 2,000 lines differ, the diff is the shortest one
 * (Myers 1986); if more, it replaces all lines from the first to the last that
 * differ. */
void diff_lines(struct buf *to, const char *path, const struct buf *a,
		const struct buf *b);

#endif
