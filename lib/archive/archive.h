/*
 * archive.h - writes a run, and the runs that made its inputs, to one file: an
 * archive.
 */
#ifndef ARCHIVE_ARCHIVE_H
#define ARCHIVE_ARCHIVE_H

#include <stdint.h>

#include "file/digest.h"
#include "base/err.h"
#include "base/messages.h"
#include "run/run.h"

enum archive_flag {
	ARCHIVE_ALONE = 1, /* leave out the runs that made inputs */
	/* leave out code that cannot be read, instead of failing */
	ARCHIVE_WITHOUT_CODE = 2,
	/* pack inputs and outputs that look like secrets, instead of failing */
	ARCHIVE_WITH_SECRETS = 4,
};

/* Writes an archive of run ID to the tar file PATH.  It holds the inputs,
 * outputs and code of the run, and the runs that made these inputs.  PATH is
 * compressed if it ends in ".zst".  The same run always gives the same bytes,
 * anywhere and at any time.  NAME becomes the digest of the uncompressed tar.
 * If an input has changed since the run read it, err_data names the input and
 * nothing is written.  TALK gets messages about code that was left out, and
 * about runs that were left out because nothing proves that they made an input.
 * TALK also gets warnings about commands that run.sh cannot repeat: a secret in
 * the command was not recorded, or run.sh cannot lay an input where the program
 * looks for it. */
int archive_write(const struct store *s, const char *id, const char *path,
		  unsigned flags, struct digest *name, struct messages *talk,
		  struct err *err);

#endif
