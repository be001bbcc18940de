/*
 * in.h - reads inputs at any offset and computes their digests.
 *
 * Images are hashed by other threads while they are decoded.  If hashing fails,
 * or an image has changed, the next in_open of an image, out_commit or
 * in_settle fails with that error.  Below, such an error is "reported late".
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

/* Opens PATH for reading.  The caller closes IN with in_close.  Fails with
 * err_data if PATH cannot be opened, is not a regular file, or has changed
 * since this process first opened it.  Unless KIND is FILE_IMAGE, also hashes
 * the file and tells the watcher. */
int in_open(struct in *in, const char *path, enum file_kind kind,
	    struct err *err);

/* Reads N bytes at OFFSET.  Returns the number of bytes read, which is below N
 * only at the end of the file, or -1 with err_sys. */
ssize_t in_read(const struct in *in, void *to, size_t n, uint64_t offset,
		struct err *err);

/* Fails with err_data if the file has changed since it was first opened. */
int in_same(const struct in *in, struct err *err);

/* Starts to hash an image on another thread, unless there is no watcher, or the
 * watcher was told of the image, or the digest is known.  Call this before you
 * read pixels. */
void in_stream(struct in *in);

/* Closes IN.  If in_stream was called, a change of the file since in_open is
 * reported late, unless in_same has reported it. */
void in_close(struct in *in);

/* For an open image that nobody reads for a while.  in_rest does what in_close
 * does, but keeps the image open.  in_wake, called before the image is read
 * again, does what in_open does.
 *
 * Each returns 1, or 0 if the caller must close IN: in_rest if the image has
 * changed; in_wake if the file at the path is another one or has changed, or if
 * an error waits to be reported. */
int in_rest(struct in *in);
int in_wake(struct in *in);

/* Opens the path of FROM, an open image, as in_open does, by a copy of its
 * descriptor.  Returns 1, or 0 with TO empty where in_wake would return 0, or
 * if there are too many descriptors. */
int in_again(struct in *to, const struct in *from);

/* Fills TO with the SHA-256 of the open input.  The file is read only if this
 * process does not know its digest. */
int in_digest_of(const struct in *in, struct digest *to, struct err *err);

/* Waits until the watcher has been told of the images given to in_stream or, if
 * ALL is 1, of all images opened.  Fails if an image has changed or cannot be
 * read, or if the watcher fails. */
int in_settle(int all, struct err *err);

/* Fills TO with the SHA-256 of the file PATH, as in_digest_of does.  Does not
 * tell the watcher. */
int in_digest(struct digest *to, const char *path, struct err *err);

/* For file.c: opens the regular file PATH, tells the watcher and closes it. */
int in_tell(const char *path, enum file_kind kind, struct err *err);

/* For file.c: opens PATH, which this process has just written, so that PATH
 * does not become an input. */
int in_written(struct in *in, const char *path, struct err *err);

/* For file.c: reads the whole file and fills TO with its digest. */
int in_hash(const struct in *in, struct digest *to, struct err *err);

#endif
