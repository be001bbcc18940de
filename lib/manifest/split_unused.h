/*
 * split_unused.h - says which rows a split leaves out that nobody uses.
 *
 * A row whose split is misspelt ("Train", "training") is left out as one of the
 * split test is.
 */
#ifndef MANIFEST_SPLIT_UNUSED_H
#define MANIFEST_SPLIT_UNUSED_H

#include "manifest/manifest.h"

/* Adds to TO one sentence about the rows of P whose split is neither one of the
 * N labels USED nor train, val or test: how many rows of which labels are
 * LEFT ("left out"), and which label was perhaps meant.  It is a warning if a
 * label is likely to be a mistake or a row has no split.  Adds nothing if there
 * are no such rows, or no column split. */
void split_unused_report(const struct manifest *p, const char *const *used,
			 size_t n, const char *left, struct messages *to);

#endif
