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
	/* leave out code that cannot be read; otherwise it is an error */
	ARCHIVE_WITHOUT_CODE = 2,
	/* pack files that look like secrets; otherwise they are an error */
	ARCHIVE_WITH_SECRETS = 4,
};

/* Writes an archive to PATH: the inputs, outputs and code of run ID, and the
 * runs that made the inputs.  The archive is compressed if PATH ends in ".zst".
 * Equal records, notes and tags give the same uncompressed tar anywhere, at any
 * time; NAME becomes the digest of this tar.  Fails with err_data, naming the
 * input, and writes nothing if an input has changed or is missing.
 *
 * TALK gets messages about code that is left out, and about runs that are left
 * out since nothing proves that they made an input.  TALK also gets warnings
 * about what run.sh cannot repeat: a secret in a command, or an input that
 * cannot be where the program looks for it. */
int archive_write(const struct store *s, const char *id, const char *path,
		  unsigned flags, struct digest *name, struct messages *talk,
		  struct err *err);

#endif
