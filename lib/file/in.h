/*
 * in.h - reads inputs at any offset and computes their digests.
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

/* An open input.  If all fields are 0, the input is closed. */
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

/* Returns the number of bytes read (fewer than N only at the end of the file),
 * or -1 with err_sys. */
ssize_t in_read(const struct in *in, void *to, size_t n, uint64_t offset,
		struct err *err);

/* Fails with err_data if the file has changed since it was first opened. */
int in_same(const struct in *in, struct err *err);

/* Starts to hash an image on another thread.  Call it before you read pixels.
 * If hashing fails, the next call of in_open for an image, of out_commit or of
 * in_settle fails. */
void in_stream(struct in *in);

/* Closes IN.  If in_stream was called and the file has changed since in_open,
 * the next call of in_open for an image, of out_commit or of in_settle fails.
 * If in_same has already reported the change, these calls do not fail. */
void in_close(struct in *in);

/* Waits until the watcher has been told of all images given to in_stream.  If
 * ALL is 1, also waits for the images that were opened but not given to
 * in_stream.  Fails if an image has changed, if an image cannot be read, or if
 * the watcher returns an error. */
int in_settle(int all, struct err *err);

/* Fills TO with the SHA-256 of the file PATH.  The first call in a process
 * reads the file; later calls for the same file do not.  Does not tell the
 * watcher. */
int in_digest(struct digest *to, const char *path, struct err *err);

/* For file.c: opens the regular file PATH and tells the watcher at once. */
int in_tell(const char *path, enum file_kind kind, struct err *err);

/* For file.c: opens PATH, which this process has just written, and forgets what
 * was known of the file.  The file does not become an input by being read
 * back. */
int in_written(struct in *in, const char *path, struct err *err);

/* For file.c: reads all bytes of the file and fills TO with their digest. */
int in_hash(const struct in *in, struct digest *to, struct err *err);

#endif
