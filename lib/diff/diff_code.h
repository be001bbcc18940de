/*
 * diff_code.h - compares the recorded code of two runs, file by file.
 *
 * Inside lib/diff only.
 */
#ifndef DIFF_DIFF_CODE_H
#define DIFF_DIFF_CODE_H

#include "diff/ingredients.h"

/*
 * Adds an object to LIST for each file of the code that differs between A and
 * B:
 *
 *	file	path of the file
 *	change	"added", "removed", "changed", or "mode" if the file may be
 *		executed in only one of the runs
 *	a, b	ids of the two runs
 *	text	a unified diff; absent if the file is no text, is too large or
 *		was not kept
 */
void diff_code(struct json *list, const struct diff_run *a,
	       const struct diff_run *b);

#endif
