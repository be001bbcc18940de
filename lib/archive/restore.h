/*
 * restore.h - unpacks an archive into a directory.
 */
#ifndef ARCHIVE_RESTORE_H
#define ARCHIVE_RESTORE_H

#include <stdint.h>

#include "base/err.h"

/* Unpacks the archive PATH to DIR, a new or empty directory.  DIR becomes
 * complete or stays as it was.  All content is checked before it is used, and
 * all records are read.  Names that git might treat as its own are refused.
 * Names of files from which a shell, an editor or an interpreter would run
 * commands are refused unless TRUST is 1.  The archive may unpack to at most
 * MAX bytes.  If MAX is 0, the limit is 1000 times the archive's own size or 1
 * GiB, whichever is more.  STOP (or NULL) is called now and then.  If STOP
 * returns 1, the restore fails.  A restore that fails leaves nothing behind. */
int restore_archive(const char *path, const char *dir, uint64_t max, int trust,
		    int (*stop)(void), struct err *err);

#endif
