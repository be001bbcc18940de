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
	struct messages left_out; /* warnings of missing code */
	/* directory in which the command ran */
	char *scratch;
};

/*
 * Runs the command of run ID of S again, with its recorded code and inputs, in
 * a directory of its own below $TMPDIR, which is removed unless KEEP is 1.
 * When STOP, if not NULL, returns 1, the command is asked to end (SIGTERM) and
 * waited for.  The caller releases V.  Returns
 * - 0 if the command ended as recorded, and all outputs are the same within
 *   LIMITS
 * - 1 if the command ended otherwise, or an output differs
 * - -1 if the run cannot be repeated: err_data if an input is missing or has
 *   changed, or the command held a secret; err_sys if the system failed
 */
int repeat_run(struct repeat *v, const struct store *s, const char *id,
	       const struct verdict_limits *limits, int keep, int (*stop)(void),
	       struct err *err);
void repeat_release(struct repeat *v);

/* Appends to TO the command that repeat_run would run for R, as a line of sh.
 * Returns 1 if R was restored from an archive, so that anybody may have written
 * the command, otherwise 0. */
int repeat_origin(const struct store *s, const struct run *r, struct buf *to);

#endif
