/*
 * diff_code.h - compares the recorded code of two runs, file by file.
 * Inside lib/diff only.
 */
#ifndef DIFF_DIFF_CODE_H
#define DIFF_DIFF_CODE_H

#include "diff/ingredients.h"

/* Adds to LIST an object {file, change, a, b, text} for each file of the code
 * that differs between A and B.  a and b are the ids of the two runs.  change
 * is "added", "removed", "changed" or "mode".  "mode" means that the file may
 * be executed now, or no longer.  text is a unified diff.  text is absent for
 * files that are no text, too large, or not kept. */
void diff_code(struct json *list, const struct diff_run *a,
	       const struct diff_run *b);

#endif
