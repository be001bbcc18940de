/*
 * tar.h - writes tar archives in one normal form, and reads those of strangers.
 *
 * What is written are regular files with ustar headers (owner 0, time 0, mode
 * 0644 or 0755), and a pax record for a name or size that ustar cannot hold.
 * The end is not padded to a record of tar.  Equal members give equal bytes.
 * If the path ends in ".zst", the archive is compressed.
 *
 * Only regular files are read.  The caller checks names and sizes.
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

/* Begins an archive at PATH.  The caller ends it with tar_finish or
 * tar_drop. */
int tar_create(struct tar_out **t, const char *path, struct err *err);

/* Begins a member of SIZE bytes, which the caller adds by tar_data.  NAME is
 * printable ASCII. */
int tar_member(struct tar_out *t, const char *name, int executable,
	       uint64_t size, struct err *err);
int tar_data(struct tar_out *t, const void *data, size_t n, struct err *err);

struct tar_in;

/* Reads a written archive from its beginning.  Returns 0, or -1 if it is not as
 * expected. */
typedef int tar_check_fn(void *arg, struct tar_in *t, struct err *err);

/* Completes the archive, lets CHECK read it back from the disk unless it goes
 * to a pipe, gives the file its name and frees T.  ID becomes the digest of the
 * uncompressed tar.  If anything fails, no file is left. */
int tar_finish(struct tar_out *t, struct digest *id, tar_check_fn *check,
	       void *arg, struct err *err);

/* Returns names and versions of the libraries that write archives.  A
 * compressed archive ends with this text, which readers skip. */
const char *tar_writers(void);

/* Frees T (or NULL), and leaves no file. */
void tar_drop(struct tar_out *t);

struct tar_entry {
	/* name of the member; valid until the next tar_next */
	const char *name;
	uint64_t size;
	int executable;
};

int tar_open(struct tar_in **t, const char *path, struct err *err);

/* Goes to the next member and fills E.  Returns 1, or 0 at the end, or -1 if
 * the archive is damaged or the member is not a regular file. */
int tar_next(struct tar_in *t, struct tar_entry *e, struct err *err);

/* Reads up to N bytes of the member.  Returns their number, 0 at its end, or -1
 * if the archive is damaged. */
ssize_t tar_read(struct tar_in *t, void *to, size_t n, struct err *err);

/* Returns the size of the archive file in bytes, as compressed. */
uint64_t tar_file_size(const struct tar_in *t);
void tar_close(struct tar_in *t); /* NULL is fine */

#endif
