/*
 * watch.h - the watcher: one function that is told of every file read or
 * written.
 *
 * file_watch (file.h) sets it.  The modules that read and write files call it.
 */
#ifndef FILE_WATCH_H
#define FILE_WATCH_H

#include <stdint.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "file/digest.h"
#include "base/err.h"

enum file_kind {
	/* tables, settings, weights; the run's record keeps the content */
	FILE_PLAIN,
	FILE_IMAGE, /* the run's record keeps path, size and digest */
};

struct file_note {
	int output; /* 0: the file was read, 1: it was written */
	enum file_kind kind;
	const char *path; /* path as the user or a table wrote it */
	/* path at which the file can be read now; NULL: a stream */
	const char *at;
	const struct buf *data; /* the content, if in memory, or NULL */
	uint64_t size;
	struct digest digest;
};

/* The type of the watcher, which is called once for each input and output:
 * - an output: when it is committed
 * - an image that is read: when it has been hashed, at the latest in in_settle
 * - any other input: when it is first opened
 *
 * Calls come one at a time, on any thread.  If the watcher returns -1, the
 * open, commit or in_settle that called it fails with its error. */
typedef int file_watch_fn(void *arg, const struct file_note *note,
			  struct err *err);

/* Makes FN the watcher from now on; NULL: there is none. */
void watch_set(file_watch_fn *fn, void *arg);

int watch_is_on(void);

/* Calls the watcher, if there is one.  Any thread may call this; it waits while
 * another thread's call goes on. */
int watch_tell(const struct file_note *note, struct err *err);

/*
 * A memory of digests, so that an unchanged image is not hashed again.  Its
 * functions are called one at a time, on any thread.
 */
struct watch_memory {
	/* Fills TO and returns 1 if the digest of the file ST is known. */
	int (*find)(void *arg, const struct stat *st, struct digest *to);
	/* Keeps the digest of a file.  ST describes the file before it was
	 * read. */
	void (*add)(void *arg, const struct stat *st, const struct digest *d);
	void *arg;
};

/* Makes a copy of M the memory from now on; NULL: there is none. */
void watch_remember(const struct watch_memory *m);

/* For in.c: calls FIND of the memory.  Returns 0 if there is no memory. */
int watch_find(const struct stat *st, struct digest *to);

/* For in.c: calls ADD of the memory, if there is one. */
void watch_add(const struct stat *st, const struct digest *d);

#endif
