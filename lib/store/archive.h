/*
 * archive.h - an experiment as one file, and back.
 */
#ifndef STORE_ARCHIVE_H
#define STORE_ARCHIVE_H

#include <stdint.h>

#include "store/run.h"

/* Write run ID, its inputs, outputs and code, and (but for ALONE) the
 * runs that made its inputs, to the tar PATH (compressed when it ends in
 * ".zst").  Equal bytes wherever and whenever.  NAME: digest of the
 * uncompressed tar.  An input that is not what the run read is err_data
 * that names it, and nothing is written. */
int archive_write(const struct store *s, const char *id, const char *path,
		  int alone, struct digest *name, struct err *err);

/* Unpack the archive PATH to the new or empty directory DIR, which
 * appears whole or not at all.  Nothing in the archive is believed before
 * it is checked.  It may unpack to at most MAX bytes; 0: a thousand times
 * its own size, at least 1 GiB.  STOP (or NULL) is asked now and then:
 * when it says 1 nothing is left, as after any failure. */
int archive_restore(const char *path, const char *dir, uint64_t max,
		    int (*stop)(void), struct err *err);

#endif
