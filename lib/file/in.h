/*
 * in.h - inputs that are read at any offset, and their digests.
 *
 * Images are hashed on other threads while they are decoded.
 */
#ifndef FILE_IN_H
#define FILE_IN_H

#include <stdint.h>
#include <sys/types.h>
#include <time.h>

#include "file/file_table.h"
#include "file/watch.h"

/* An input that is read at any offset.  All-zero is closed. */
struct in {
	int fd, open;
	uint64_t size;
	char *path;
	/* for in.c only */
	enum file_kind kind;
	struct timespec mtime;
	struct file_table_entry *seen;
	struct hashing *hashing;
	int streamed;
};
int in_open(struct in *in, const char *path, enum file_kind kind,
	    struct err *err);
/* Bytes read (fewer only at the end of the file), or -1: err_sys. */
ssize_t in_read(const struct in *in, void *to, size_t n, uint64_t offset,
		struct err *err);
/* Err_data when the file has changed since it was first opened. */
int in_same(const struct in *in, struct err *err);
/* Start to hash an image on another thread; call it before its pixels are
 * read.  An error there makes the next in_open of an image, out_commit or
 * in_settle fail. */
void in_stream(struct in *in);
/* Close IN.  If it was given to in_stream and has changed since it was opened,
 * the next in_open of an image, out_commit or in_settle fails, too; not if
 * in_same has reported the change already, since its caller names the row. */
void in_close(struct in *in);
/* Wait until the watcher has been told of all images given to in_stream and, if
 * ALL is not 0, of those that were only opened.  -1: one has changed meanwhile
 * or cannot be read, or the watcher refused one. */
int in_settle(int all, struct err *err);

/* SHA-256 of a file's bytes; the file is read once in a process, however
 * often this is called.  Does not tell the watcher. */
int in_digest(struct digest *to, const char *path, struct err *err);

/* For file.c: open the regular file PATH and tell the watcher at once. */
int in_tell(const char *path, enum file_kind kind, struct err *err);
/* For file.c: open PATH, which this process has just written.  Forgets what
 * was known of it; reading it back does not make it an input. */
int in_written(struct in *in, const char *path, struct err *err);
/* For file.c: the digest of all its bytes, which are read now. */
int in_hash(const struct in *in, struct digest *to, struct err *err);

#endif
