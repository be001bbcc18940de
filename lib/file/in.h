/*
 * in.h - reads inputs at any offset and computes their digests.
 *
 * Images are hashed by other threads while they are decoded.  What goes wrong
 * there, a read error or an image that changed, is reported late: the next
 * in_open of an image, out_commit or in_settle fails.
 */
#ifndef FILE_IN_H
#define FILE_IN_H

#include <stdint.h>
#include <sys/types.h>
#include <time.h>

#include "file/file_table.h"
#include "file/watch.h"

/* an open input; zeros: closed */
struct in {
	int fd, open;
	uint64_t size;
	char *path;
	/* for in.c only */
	enum file_kind kind;
	struct timespec mtime;
	dev_t dev;
	ino_t ino;
	struct file_table_entry *seen;
	struct hashing *hashing;
	int streamed;
};

/* Opens PATH for reading.  The caller closes IN with in_close. */
int in_open(struct in *in, const char *path, enum file_kind kind,
	    struct err *err);

/* Reads N bytes at OFFSET.  Returns the number of bytes read, which is below N
 * only at the end of the file, or -1 with err_sys. */
ssize_t in_read(const struct in *in, void *to, size_t n, uint64_t offset,
		struct err *err);

/* Fails with err_data if the file has changed since it was first opened. */
int in_same(const struct in *in, struct err *err);

/* Starts to hash an image on another thread.  Call it before you read
 * pixels. */
void in_stream(struct in *in);

/* Closes IN.  A change of the file since in_open is reported late, unless
 * in_same has reported it. */
void in_close(struct in *in);

/* An image that nobody reads may rest, open, until it is wanted again.  in_rest
 * does what in_close does, but for closing.  It returns 0 if the image has
 * changed, so that IN must be closed.  in_wake does what in_open does.  It
 * returns 0 if another file than IN is at the path now, so that IN must be
 * closed and the path opened anew. */
int in_rest(struct in *in);
int in_wake(struct in *in);

/* Does what in_open does with the path of FROM, an open image, without asking
 * the system to open it once more.  Returns 0 if that is not possible: another
 * file is at the path now, or there are too many descriptors. */
int in_again(struct in *to, const struct in *from);

/* Fills TO with the SHA-256 of the open input, as in_digest does. */
int in_digest_of(const struct in *in, struct digest *to, struct err *err);

/* Waits until the watcher has been told of the images given to in_stream or, if
 * ALL is 1, of all images opened.  Fails if an image has changed or cannot be
 * read, or if the watcher fails. */
int in_settle(int all, struct err *err);

/* Fills TO with the SHA-256 of the file PATH.  Reads the file only once in a
 * process.  Does not tell the watcher. */
int in_digest(struct digest *to, const char *path, struct err *err);

/* For file.c: opens the regular file PATH and tells the watcher at once. */
int in_tell(const char *path, enum file_kind kind, struct err *err);

/* For file.c: opens PATH, which this process has just written.  So reading it
 * back does not make it an input. */
int in_written(struct in *in, const char *path, struct err *err);

/* For file.c: reads the whole file and fills TO with its digest. */
int in_hash(const struct in *in, struct digest *to, struct err *err);

#endif
