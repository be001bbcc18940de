/*
 * restore.h - an archived experiment, unpacked.
 */
#ifndef ARCHIVE_RESTORE_H
#define ARCHIVE_RESTORE_H

#include <stdint.h>

#include "base/err.h"

/* Unpack the archive PATH to the new or empty directory DIR, which appears
 * whole or not at all.  Nothing in the archive is believed before it is
 * checked, and all its records are read.  Names that git would take for its
 * own are refused, and without TRUST those by which a shell, an editor or an
 * interpreter runs commands.  It may unpack to at most MAX bytes; 0: a
 * thousand times its own size, at least 1 GiB.  STOP (or NULL) is asked now
 * and then: when it says 1 nothing is left, as after any failure. */
int restore_archive(const char *path, const char *dir, uint64_t max, int trust,
		    int (*stop)(void), struct err *err);

#endif
