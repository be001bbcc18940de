/*
 * in.h - inputs that are read at any offset, and their digests.
 *
 * Images are hashed on other threads while they are decoded.
 */
#ifndef BASE_IN_H
#define BASE_IN_H

#include <stdint.h>
#include <sys/types.h>
#include <time.h>

#include "base/file_table.h"
#include "base/watch.h"

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
/* Err_data when the file was changed since it was first opened. */
int in_same(const struct in *in, struct err *err);
/* An image's pixels will be read now: hash it meanwhile, on another
 * thread.  What goes wrong there makes the next in_open of an image,
 * out_commit or in_settle fail. */
void in_stream(struct in *in);
/* An image that was changed since it was opened is such trouble, too, unless
 * in_same has said so: whoever asked knows which row it is of. */
void in_close(struct in *in);
/* Wait until the watcher has been told of all images that were streamed;
 * ALL: of those that were only opened, too.  -1: one was changed meanwhile
 * or could not be read, or the watcher said no. */
int in_settle(int all, struct err *err);

/* SHA-256 of a file's bytes; read once a process, however often asked.
 * Does not tell the watcher. */
int in_digest(struct digest *to, const char *path, struct err *err);

/* Inside lib/base: open the regular file PATH and tell the watcher at
 * once. */
int in_tell(const char *path, enum file_kind kind, struct err *err);
/* Inside lib/base: PATH is new by our own hand: what was known of it is
 * void, and reading it back does not make it an input.  Opens it. */
int in_written(struct in *in, const char *path, struct err *err);
/* The digest of all its bytes, read now. */
int in_hash(const struct in *in, struct digest *to, struct err *err);

#endif
