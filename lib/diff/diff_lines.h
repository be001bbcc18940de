/*
 * diff_lines.h - writes the difference of two texts as a unified diff.
 *
 * Inside lib/diff only.
 */
#ifndef DIFF_DIFF_LINES_H
#define DIFF_DIFF_LINES_H

#include "base/buf.h"

/* Appends the unified diff from A to B, the contents of the file PATH, with
 * three lines of context, as `patch` and `git apply` take it.  NULL: there is
 * no file.  Up to 2,000 differing lines the diff is the shortest (Myers 1986).
 * For more it replaces all lines from the first to the last that differ. */
void diff_lines(struct buf *to, const char *path, const struct buf *a,
		const struct buf *b);

#endif
