/*
 * repeat.h - running a recorded run again and comparing its outputs.
 */
#ifndef ARCHIVE_REPEAT_H
#define ARCHIVE_REPEAT_H

#include "base/err.h"
#include "base/messages.h"
#include "diff/verdict.h"
#include "run/run.h"

struct repeat {
	struct run_verdict verdict;
	struct messages left_out; /* about code that it ran without */
	char *scratch;		  /* where it ran; removed unless KEEP */
};

/*
 * Repeats run ID of S from its recorded code and inputs in a directory of its
 * own below $TMPDIR.  0: it ended as recorded and every output is the same,
 * or its numbers are within LIMITS; 1: not; -1: it cannot be tried: an input
 * can no longer be had (err_data), or the system is at fault.
 */
int repeat_run(struct repeat *v, const struct store *s, const char *id,
	       const struct verdict_limits *limits, int keep, struct err *err);
void repeat_release(struct repeat *v);
/* Append to TO, as a line of sh, the command that repeating run R of S would
 * run.  Returns 1 if the run was restored from an archive, which anybody may
 * have written, 0 if it was recorded here. */
int repeat_origin(const struct store *s, const struct run *r, struct buf *to);

#endif
