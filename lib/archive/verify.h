/*
 * verify.h - running a recorded run again and comparing its outputs.
 */
#ifndef ARCHIVE_VERIFY_H
#define ARCHIVE_VERIFY_H

#include "base/err.h"
#include "run/run.h"

struct verified {
	char *path; /* as recorded */
	struct digest recorded, now;
	int listed, there; /* in the record; after running again */
	int same;
};

struct verify {
	struct verified *list;
	size_t n, same;
	struct strs notes; /* what may explain a difference */
	char *scratch;	   /* where it ran; removed unless KEEP */
};

/*
 * Run ID of S again from its recorded code and inputs, in a directory of
 * its own below $TMPDIR.  0: every output is the same, 1: not, -1: it
 * could not be tried: an input can no longer be had (err_data), or the
 * system is at fault.
 */
int verify_run(struct verify *v, const struct store *s, const char *id,
	       int keep, struct err *err);
void verify_release(struct verify *v);

#endif
