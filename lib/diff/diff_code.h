/*
 * diff_code.h - compares the recorded code of two runs, file by file.
 * Inside lib/diff only.
 */
#ifndef DIFF_DIFF_CODE_H
#define DIFF_DIFF_CODE_H

#include "diff/ingredients.h"

/* Adds an object {file, change, a, b, text} to LIST for each file of the code
 * that differs between A and B. a and b are the ids of the runs. change is
 * "added", "removed", "changed" or "mode": it may be executed in only one of
 * them. text is a unified diff; it is absent for files that are no text, too
 * large or not kept. */
void diff_code(struct json *list, const struct diff_run *a,
	       const struct diff_run *b);

#endif
