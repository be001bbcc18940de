/*
 * watch.h - the watcher: one function that is told of every file read or
 * written.
 *
 * file_watch (file.h) sets the watcher.  The modules that read and write files
 * call it.
 */
#ifndef FILE_WATCH_H
#define FILE_WATCH_H

#include <stdint.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "file/digest.h"
#include "base/err.h"

enum file_kind {
	/* tables, settings, weights; the record of the run keeps the content */
	FILE_PLAIN,
	FILE_IMAGE, /* the record keeps path, size and digest */
};

struct file_note {
	int output; /* 0: the file was read, 1: it was written */
	enum file_kind kind;
	/* path as the user or a table wrote it; a name below the run's own
	 * directory, if it lies there (path_own) */
	const char *path;
	/* path at which the file can be read now; NULL: a stream */
	const char *at;
	const struct buf *data; /* the content, if in memory, or NULL */
	uint64_t size;
	struct digest digest;
};

/* The type of the watcher, which is called for each input and output:
 * - an output: when it is committed
 * - an image that is read: once, when it has been hashed, at the latest in
 *   in_settle
 * - an input of file_slurp: each time it is read
 * - any other input: once, when it is first opened
 *
 * Calls come one at a time, on any thread.  If the watcher returns -1, the
 * open, commit, file_slurp or in_settle fails with its error. */
typedef int file_watch_fn(void *arg, const struct file_note *note,
			  struct err *err);

/* Makes FN the watcher from now on; NULL: there is none. */
void watch_set(file_watch_fn *fn, void *arg);

int watch_is_on(void);

/* Calls the watcher, if there is one and NOTE is not of an input below the
 * run's own directory.  Any thread may call this. */
int watch_tell(const struct file_note *note, struct err *err);

/* A memory of digests, so that an unchanged image is not hashed again.  Its
 * functions are called one at a time, on any thread. */
struct watch_memory {
	/* Fills TO and returns 1 if the digest of the file ST is known,
	 * otherwise returns 0. */
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
