/*
 * tar.h - tar archives: written in one normal form, read with distrust.
 *
 * Writing: ustar headers (a pax record only for a name or a size that
 * ustar cannot hold), owner 0, time 0, mode 0644 or 0755, regular files
 * only, no padding.  So equal members give equal bytes, anywhere and at
 * any time.  A path that ends in ".zst" is compressed on the way out.
 *
 * Reading: whatever is no plain regular file is refused.  What a name or
 * a size means is for the caller to check.  Inside lib/archive only.
 */
#ifndef ARCHIVE_TAR_H
#define ARCHIVE_TAR_H

#include <stdint.h>
#include <sys/types.h>

#include "file/digest.h"
#include "base/err.h"

struct tar_out;

/* Begin an archive at PATH; *T is freed by tar_finish or tar_drop. */
int tar_create(struct tar_out **t, const char *path, struct err *err);
/* Begin a member of SIZE bytes, NAME in printable ASCII; tar_data brings
 * exactly that many. */
int tar_member(struct tar_out *t, const char *name, int executable,
	       uint64_t size, struct err *err);
int tar_data(struct tar_out *t, const void *data, size_t n, struct err *err);
/* Name the file and free T.  ID: digest of the uncompressed tar. */
int tar_finish(struct tar_out *t, struct digest *id, struct err *err);
/* Free T and leave nothing behind; NULL is fine. */
void tar_drop(struct tar_out *t);

struct tar_in;

struct tar_entry {
	const char *name; /* belongs to the reader, until tar_next */
	uint64_t size;
	int executable;
};

int tar_open(struct tar_in **t, const char *path, struct err *err);
/* 1: a member, 0: the end, -1: damaged, or no regular file. */
int tar_next(struct tar_in *t, struct tar_entry *e, struct err *err);
/* Bytes of the current member; 0 at its end; -1: damaged. */
ssize_t tar_read(struct tar_in *t, void *to, size_t n, struct err *err);
uint64_t tar_file_size(const struct tar_in *t); /* as stored */
void tar_close(struct tar_in *t);		/* NULL is fine */

#endif
