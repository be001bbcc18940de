/*
 * tar.h - writes tar archives in one normal form and reads untrusted ones.
 *
 * Writing: ustar headers (a pax record only for a name or a size that
 * ustar cannot hold), owner 0, time 0, mode 0644 or 0755, regular files
 * only, no padding.  So equal members give equal bytes, anywhere and at
 * any time.  If the path ends in ".zst", the archive is compressed.
 *
 * Reading: anything but a regular file is refused.  The caller must check
 * names and sizes itself.  Inside lib/archive only.
 */
#ifndef ARCHIVE_TAR_H
#define ARCHIVE_TAR_H

#include <stdint.h>
#include <sys/types.h>

#include "file/digest.h"
#include "base/err.h"

struct tar_out;

/* Begin an archive at PATH; free *T with tar_finish or tar_drop. */
int tar_create(struct tar_out **t, const char *path, struct err *err);
/* Begin a member of SIZE bytes; NAME is printable ASCII.  Then add exactly SIZE
 * bytes with tar_data. */
int tar_member(struct tar_out *t, const char *name, int executable,
	       uint64_t size, struct err *err);
int tar_data(struct tar_out *t, const void *data, size_t n, struct err *err);
/* Reads an archive from its beginning.  Returns -1 with ERR if it is not as
 * expected. */
struct tar_in;
typedef int tar_check_fn(void *arg, struct tar_in *t, struct err *err);
/* Complete the file, let CHECK read it back from the disk, give it its name and
 * free T.  If CHECK fails, no file is left.  ID becomes the digest of the
 * uncompressed tar. */
int tar_finish(struct tar_out *t, struct digest *id, tar_check_fn *check,
	       void *arg, struct err *err);
/* Returns the names and versions of the libraries that write archives.  A
 * compressed archive has them in a frame at its end, which readers skip. */
const char *tar_writers(void);
/* Free T and leave nothing behind; NULL is fine. */
void tar_drop(struct tar_out *t);

struct tar_entry {
	const char *name; /* belongs to the reader; valid until tar_next */
	uint64_t size;
	int executable;
};

int tar_open(struct tar_in **t, const char *path, struct err *err);
/* Go to the next member.  Returns 1 with E filled, or 0 at the end, or -1 if
 * the archive is damaged or the member is not a regular file. */
int tar_next(struct tar_in *t, struct tar_entry *e, struct err *err);
/* Read up to N bytes of the current member.  Returns how many were read, 0 at
 * its end, or -1 if the archive is damaged. */
ssize_t tar_read(struct tar_in *t, void *to, size_t n, struct err *err);
/* Returns the size of the archive file in bytes (compressed, if it is). */
uint64_t tar_file_size(const struct tar_in *t);
void tar_close(struct tar_in *t); /* NULL is fine */

#endif
