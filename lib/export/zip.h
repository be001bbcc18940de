/*
 * zip.h - writes zip archives in one normal form: members are stored without
 * compression, owner and time are those of nobody and 1980.
 *
 * Source: PKWARE's APPNOTE.TXT, versions up to 2.0.  Sizes and CRCs stand
 * before the data, as readers of a stream need them; libarchive, which cannot
 * know a CRC before, writes them behind, and Java refuses that of stored
 * members.  Compression would make the bytes depend on a version of zlib, and
 * weights hardly shrink.
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
/* Begins a member of SIZE bytes with the CRC_IEEE CRC.  NAME is ASCII.  The
 * caller then adds exactly these bytes. */
void zip_member(struct zip *z, const char *name, uint32_t crc, uint64_t size);
void zip_data(struct zip *z, const void *data, size_t n);
/* Adds a member with the bytes of B. */
void zip_add(struct zip *z, const char *name, const struct buf *b);
/* Gives the archive its name.  Fails with err_data if it has 4 GiB or more. */
int zip_commit(struct zip *z, struct err *err);
void zip_release(struct zip *z); /* what was not committed leaves no file */

#endif
