/*
 * restore.h - unpacks an archive into a directory.
 */
#ifndef ARCHIVE_RESTORE_H
#define ARCHIVE_RESTORE_H

#include <stdint.h>

#include "base/err.h"

/* Unpacks the archive PATH into DIR, new or empty.  DIR becomes complete or
 * stays as it was.  All content is checked before use, and all records are
 * read.  Fails with err_data on names that git might take for its own, on names
 * from which programs would run commands (unless TRUST is 1), and on more than
 * MAX bytes (0: 1000 times the archive's size, at least 1 GiB).  STOP (or NULL)
 * is called now and then, and ends the restore if it returns 1. */
int restore_archive(const char *path, const char *dir, uint64_t max, int trust,
		    int (*stop)(void), struct err *err);

#endif
