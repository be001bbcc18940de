/*
 * restore.h - restores an archived experiment.
 */
#ifndef ARCHIVE_RESTORE_H
#define ARCHIVE_RESTORE_H

#include <stdint.h>

#include "base/err.h"

/* Unpack the archive PATH to the new or empty directory DIR, which becomes
 * complete or stays as it was.  Everything in the archive is checked before it
 * is used, and all its records are read.  Names that git might treat as its own
 * are refused and so are, unless TRUST is 1, names of files from which a shell,
 * an editor or an interpreter would run commands.  The archive may unpack to at
 * most MAX bytes; if MAX is 0, to 1000 times its own size or 1 GiB, whichever
 * is more.  STOP (or NULL) is called now and then; if it returns 1, this fails
 * and, as after any failure, leaves nothing behind. */
int restore_archive(const char *path, const char *dir, uint64_t max, int trust,
		    int (*stop)(void), struct err *err);

#endif
