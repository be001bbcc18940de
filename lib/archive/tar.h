/*
 * tar.h - writes tar archives in one normal form and reads untrusted ones.
 *
 * What is written: ustar headers with owner 0, time 0 and mode 0644 or 0755.
 * A name or size that ustar cannot hold gets a pax record.  All members are
 * regular files.  There is no padding.  So equal members give equal bytes,
 * anywhere and at any time.  If the path ends in ".zst", the archive is
 * compressed.
 *
 * What is read: regular files only; anything else is refused.  The caller must
 * check names and sizes itself.
 *
 * Inside lib/archive only.
 */
#ifndef ARCHIVE_TAR_H
#define ARCHIVE_TAR_H

#include <stdint.h>
#include <sys/types.h>

#include "file/digest.h"
#include "base/err.h"

struct tar_out;

/* Begins an archive at PATH; free *T with tar_finish or tar_drop. */
int tar_create(struct tar_out **t, const char *path, struct err *err);

/* Begin a member of SIZE bytes.  NAME is printable ASCII.  The caller then adds
 * exactly SIZE bytes with tar_data. */
int tar_member(struct tar_out *t, const char *name, int executable,
	       uint64_t size, struct err *err);
int tar_data(struct tar_out *t, const void *data, size_t n, struct err *err);
struct tar_in;

/* A function that reads a written archive from its beginning and checks it.
 * Returns 0, or -1 with ERR if the archive is not as expected. */
typedef int tar_check_fn(void *arg, struct tar_in *t, struct err *err);

/* Completes the archive, let CHECK read it back from the disk, gives the file
 * its name and frees T.  If CHECK fails, no file is left.  ID becomes the
 * digest of the uncompressed tar. */
int tar_finish(struct tar_out *t, struct digest *id, tar_check_fn *check,
	       void *arg, struct err *err);

/* Returns the names and versions of the libraries that write archives.  A
 * compressed archive ends with a frame that has this text; readers skip the
 * frame. */
const char *tar_writers(void);

/* Frees T and leave nothing behind; NULL is fine. */
void tar_drop(struct tar_out *t);

struct tar_entry {
	/* name of the member; belongs to the reader; valid until the next
	 * tar_next */
	const char *name;
	uint64_t size;
	int executable;
};

int tar_open(struct tar_in **t, const char *path, struct err *err);

/* Goes to the next member and fills E.  Returns 1, or 0 at the end, or -1 if
 * the archive is damaged or the member is not a regular file. */
int tar_next(struct tar_in *t, struct tar_entry *e, struct err *err);

/* Reads up to N bytes of the current member.  Returns the number of bytes read,
 * 0 at the member's end, or -1 if the archive is damaged. */
ssize_t tar_read(struct tar_in *t, void *to, size_t n, struct err *err);

/* Returns the size of the archive file in bytes.  For a compressed archive this
 * is the compressed size. */
uint64_t tar_file_size(const struct tar_in *t);
void tar_close(struct tar_in *t); /* NULL is fine */

#endif
