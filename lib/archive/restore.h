/*
 * restore.h - unpacks an archive into a directory.
 */
#ifndef ARCHIVE_RESTORE_H
#define ARCHIVE_RESTORE_H

#include <stdint.h>

#include "base/err.h"

/* Unpacks the archive PATH into DIR, which is new or empty.  DIR becomes
 * complete or stays as it was.  All content is checked before it is used, and
 * all records are read.  STOP (or NULL) is called now and then; if it returns
 * 1, the restore fails with err_no.
 *
 * Fails with err_data
 * - if the archive is damaged, or has a name that an archive must not contain
 * - if a shell, an editor or an interpreter would run commands from a file,
 *   unless TRUST is 1
 * - if the content has more than MAX bytes; MAX 0 stands for 1000 times the
 *   size of the archive, but at least 1 GiB */
int restore_archive(const char *path, const char *dir, uint64_t max, int trust,
		    int (*stop)(void), struct err *err);

#endif
