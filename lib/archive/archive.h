/*
 * archive.h - an experiment as one file, and back.
 */
#ifndef ARCHIVE_ARCHIVE_H
#define ARCHIVE_ARCHIVE_H

#include <stdint.h>

#include "file/digest.h"
#include "base/err.h"
#include "base/messages.h"
#include "run/run.h"

enum archive_flag {
	ARCHIVE_ALONE = 1,	  /* leave out the runs that made its inputs */
	ARCHIVE_WITHOUT_CODE = 2, /* code that cannot be had may be missing */
};

/* Write run ID, its inputs, outputs and code, and the runs that made its
 * inputs, to the tar PATH (compressed when it ends in
 * ".zst").  Equal bytes wherever and whenever.  NAME: digest of the
 * uncompressed tar.  An input that is not what the run read is err_data
 * that names it, and nothing is written.  TALK gets runs that may have made
 * an input and are left out. */
int archive_write(const struct store *s, const char *id, const char *path,
		  unsigned flags, struct digest *name, struct messages *talk,
		  struct err *err);

#endif
