/*
 * zip.h - writes zip archives without compression.
 *
 * Owner and time of each member are fixed (nobody, 1980), so that equal
 * contents give equal archives.
 *
 * Source: PKWARE's APPNOTE.TXT, versions up to 2.0.  The size and the CRC of a
 * member are written before its data, for Java.
 *
 * Inside lib/export only.
 */
#ifndef EXPORT_ZIP_H
#define EXPORT_ZIP_H

#include "base/buf.h"
#include "file/out.h"

struct zip {
	struct out out;
	struct buf directory; /* entries of the members so far */
	uint64_t size;	      /* number of bytes so far */
	unsigned members;
};

/* Begins the archive PATH.  The caller calls zip_release, also after a
 * failure. */
int zip_open(struct zip *z, const char *path, struct err *err);

/* Begins a member of SIZE bytes, which the caller adds by zip_data.  CRC is the
 * CRC_IEEE of these bytes (crc.h).  NAME is ASCII. */
void zip_member(struct zip *z, const char *name, uint32_t crc, uint64_t size);
void zip_data(struct zip *z, const void *data, size_t n);

/* Adds a member NAME with the bytes of B. */
void zip_add(struct zip *z, const char *name, const struct buf *b);

/* Completes the archive and renames it to PATH.  Fails with err_data if it has
 * 4 GiB or more. */
int zip_commit(struct zip *z, struct err *err);

/* Removes the archive if zip_commit has not succeeded, and frees Z. */
void zip_release(struct zip *z);

#endif
