/*
 * diff_patch.h - what two work trees do not have in common.  Inside lib/diff
 * only.
 */
#ifndef DIFF_DIFF_PATCH_H
#define DIFF_DIFF_PATCH_H

#include "file/json.h"

/* A and B are differences to a commit, as git writes them.  Set `patch` of TO
 * to a list of {file, a, b}: the lines that only one of them has. */
void diff_patch(struct json *to, const char *a, const char *b);

#endif
