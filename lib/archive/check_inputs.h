/*
 * check_inputs.h - tells whether the files that a run read have changed.
 */
#ifndef ARCHIVE_CHECK_INPUTS_H
#define ARCHIVE_CHECK_INPUTS_H

#include "run/run.h"

enum check_inputs_state {
	CHECK_INPUTS_SAME,
	CHECK_INPUTS_CHANGED,
	/* changed, although its modification time is before the run */
	CHECK_INPUTS_UNTIMELY,
	CHECK_INPUTS_GONE,
};

struct check_inputs {
	struct {
		char *path; /* as it was recorded */
		enum check_inputs_state state;
	} * list;
	size_t n;
	/* numbers of files that have changed (untimely ones, too) and that are
	 * gone */
	size_t changed, gone;
};

/* Reads every file that run R of S read, where it is now, and compares its
 * digest with the recorded one.  Input from pipes is left out.  The caller
 * releases K. Fails with err_data if R has not ended. */
int check_inputs(struct check_inputs *k, const struct store *s,
		 const struct run *r, struct err *err);

/* Returns "same", "changed", "changed, although its time says not" or
 * "gone". */
const char *check_inputs_name(enum check_inputs_state state);
void check_inputs_release(struct check_inputs *k);

#endif
