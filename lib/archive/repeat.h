/*
 * repeat.h - runs a recorded run again and compares its outputs.
 */
#ifndef ARCHIVE_REPEAT_H
#define ARCHIVE_REPEAT_H

#include "base/err.h"
#include "base/messages.h"
#include "diff/verdict.h"
#include "run/run.h"

struct repeat {
	struct run_verdict verdict;
	struct messages left_out; /* warnings about code that was missing */
	/* path of the directory in which the run ran; removed unless KEEP */
	char *scratch;
};

/*
 * Run the command of run ID of S again, with its recorded code and inputs, in
 * a directory of its own below $TMPDIR.  The directory is removed unless KEEP
 * is 1.
 *
 * Returns 0 if the command ended as recorded and every output is the same or
 * its numbers are within LIMITS.  Returns 1 if the command ended otherwise or
 * an output differs.  Returns -1 if the run cannot be repeated: err_data if an
 * input is missing or has changed, err_sys if the system failed.
 */
int repeat_run(struct repeat *v, const struct store *s, const char *id,
	       const struct verdict_limits *limits, int keep, struct err *err);
void repeat_release(struct repeat *v);

/* Appends the command that repeat_run would run for run R of S to TO, as a line
 * of sh.  Returns 1 if the run was restored from an archive, 0 if it was
 * recorded here.  Anybody may have written a restored command. */
int repeat_origin(const struct store *s, const struct run *r, struct buf *to);

#endif
