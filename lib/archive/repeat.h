/*
 * repeat.h - running a recorded run again and comparing its outputs.
 */
#ifndef ARCHIVE_REPEAT_H
#define ARCHIVE_REPEAT_H

#include "base/err.h"
#include "base/messages.h"
#include "run/run.h"

enum repeat_result {
	REPEAT_SAME,	/* the same bytes */
	REPEAT_ID,	/* each run's own id, where the tool prints that */
	REPEAT_CLOSE,	/* other bytes, but no number is further off than was
			    allowed */
	REPEAT_DIFFERS, /* other bytes */
	REPEAT_MISSING, /* recorded, and not made again */
	REPEAT_EXTRA,	/* made now, and not recorded */
	REPEAT_UNKNOWN, /* stdout, which the record does not have: it went
			    to a terminal */
};

struct repeated_output { /* one output */
	char *path;	 /* as recorded */
	enum repeat_result result;
	int listed, there; /* in the record; after running again */
	struct digest recorded, now;
	uint64_t ulp; /* how far numbers are off, see diff/diff_content.h */
	char *detail; /* where and how much, or NULL */
};

struct repeat {
	struct repeated_output *list;
	size_t n;
	size_t compared;   /* outputs, but for the REPEAT_UNKNOWN ones */
	size_t repeated;   /* of these, the REPEAT_SAME, REPEAT_ID and
			      REPEAT_CLOSE ones */
	size_t close;	   /* of these, the REPEAT_CLOSE ones */
	int ended;	   /* 1: it ended as the recorded run did */
	int wrote;	   /* 1: some output compared was recorded and is not
			      empty, or was not recorded */
	struct strs notes; /* what may explain a difference */
	struct messages left_out; /* about code that it ran without */
	char *scratch;		  /* where it ran; removed unless KEEP */
};

/*
 * Repeats run ID of S from its recorded code and inputs in a directory of its
 * own below $TMPDIR.  0: it ended as recorded and every output is the same,
 * or its numbers are at most ULP off; 1: not; -1: it cannot be tried: an input
 * can no longer be had (err_data), or the system is at fault.
 */
int repeat_run(struct repeat *v, const struct store *s, const char *id,
	       uint64_t ulp, int keep, struct err *err);
void repeat_release(struct repeat *v);
/* Append to TO, as a line of sh, the command that repeating run R of S would
 * run.  Returns 1 if the run was restored from an archive, which anybody may
 * have written, 0 if it was recorded here. */
int repeat_origin(const struct store *s, const struct run *r, struct buf *to);
/* "same", "differs" ... */
const char *repeat_result_name(enum repeat_result result);

#endif
