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
	ARCHIVE_ALONE = 1, /* without the runs that made inputs */
	/* without code that cannot be read; otherwise it is an error */
	ARCHIVE_WITHOUT_CODE = 2,
	/* with inputs and outputs that look like secrets; otherwise they are an
	 * error */
	ARCHIVE_WITH_SECRETS = 4,
};

/* Writes an archive of run ID to PATH, compressed if that ends in ".zst": the
 * run's inputs, outputs and code, and the runs that made the inputs.  The same
 * run gives the same bytes anywhere, at any time.  NAME becomes the digest of
 * the uncompressed tar.  Fails with err_data, and writes nothing, if an input
 * has changed; the message names it.
 *
 * TALK gets messages on code left out, and on runs left out since nothing
 * proves that they made an input.  It gets warnings of what run.sh cannot
 * repeat: a secret in a command, or an input that cannot lie where the program
 * looks for it. */
int archive_write(const struct store *s, const char *id, const char *path,
		  unsigned flags, struct digest *name, struct messages *talk,
		  struct err *err);

#endif
