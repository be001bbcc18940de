/*
 * diff_patch.h - compares the uncommitted changes of two work trees.
 * Inside lib/diff only.
 */
#ifndef DIFF_DIFF_PATCH_H
#define DIFF_DIFF_PATCH_H

#include "file/json.h"

/* A and B are patches, the changes of a work tree as `git diff` writes them.
 * Set `patch` of TO to a list of {file, a, b}: the lines that only A or only B
 * has. */
void diff_patch(struct json *to, const char *a, const char *b);

#endif
