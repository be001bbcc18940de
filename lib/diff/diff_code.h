/*
 * diff_code.h - compares the recorded code of two runs, file by file.
 * Inside lib/diff only.
 */
#ifndef DIFF_DIFF_CODE_H
#define DIFF_DIFF_CODE_H

#include "diff/ingredients.h"

/* Add to LIST an object {file, change, a, b (ids), text} for each file of the
 * code that A and B do not have alike; change is "added", "removed", "changed"
 * or "mode" (it may be executed now, or no longer), text a unified diff (absent
 * for files that are no text, too large, or not kept). */
void diff_code(struct json *list, const struct diff_run *a,
	       const struct diff_run *b);

#endif
