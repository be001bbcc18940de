/*
 * archive.h - writes an experiment to one file, an archive.
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
	ARCHIVE_WITHOUT_CODE = 2, /* leave out code that cannot be read, instead
				     of failing */
	ARCHIVE_WITH_SECRETS = 4, /* pack inputs and outputs that look like
				     secrets, instead of failing */
};

/* Write run ID, its inputs, outputs and code, and the runs that made its
 * inputs, to the tar file PATH, which is compressed if PATH ends in ".zst".
 * The same run always gives the same bytes, anywhere and at any time.  NAME
 * becomes the digest of the uncompressed tar.  If an input is no longer what
 * the run read, err_data names it and nothing is written.  TALK gets messages
 * about what was left out (code, and runs that may have made an input) and
 * about commands that cannot be repeated because a secret is missing. */
int archive_write(const struct store *s, const char *id, const char *path,
		  unsigned flags, struct digest *name, struct messages *talk,
		  struct err *err);

#endif
