/*
 * verify.h - running a recorded run again and comparing its outputs.
 */
#ifndef ARCHIVE_VERIFY_H
#define ARCHIVE_VERIFY_H

#include "base/err.h"
#include "base/messages.h"
#include "run/run.h"

enum verify_result {
	VERIFY_SAME,	/* the same bytes */
	VERIFY_ID,	/* each run's own id, where the tool prints that */
	VERIFY_CLOSE,	/* other bytes, but no number is further off than was
			    allowed */
	VERIFY_DIFFERS, /* other bytes */
	VERIFY_MISSING, /* recorded, and not made again */
	VERIFY_EXTRA,	/* made now, and not recorded */
	VERIFY_UNKNOWN, /* stdout, which the record does not have: it went
			    to a terminal */
};

struct verified {   /* one output */
	char *path; /* as recorded */
	enum verify_result result;
	int listed, there; /* in the record; after running again */
	struct digest recorded, now;
	uint64_t ulp; /* how far numbers are off, see diff/diff_content.h */
	char *detail; /* where and how much, or NULL */
};

struct verify {
	struct verified *list;
	size_t n;
	size_t compared;   /* outputs, but for the VERIFY_UNKNOWN ones */
	size_t repeated;   /* of these, the VERIFY_SAME, VERIFY_ID and
			      VERIFY_CLOSE ones */
	size_t close;	   /* of these, the VERIFY_CLOSE ones */
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
int verify_run(struct verify *v, const struct store *s, const char *id,
	       uint64_t ulp, int keep, struct err *err);
void verify_release(struct verify *v);
/* Append to TO, as a line of sh, the command that repeating run R of S would
 * run.  Returns 1 if the run was restored from an archive, which anybody may
 * have written, 0 if it was recorded here. */
int verify_origin(const struct store *s, const struct run *r, struct buf *to);
/* "same", "differs" ... */
const char *verify_result_name(enum verify_result result);

#endif
