/*
 * watch.h - the watcher, a function that is told of every file read or written.
 *
 * file_watch (file.h) sets it.  The modules that read and write files tell it.
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

/* The watcher's type.  The watcher is called once for each input and once for
 * each output.
 *
 * For an output, this is when the output is committed.  For an input that is
 * not an image, it is when the input is first opened.  For an image, it is when
 * the image has been hashed, either while the image is decoded (in_stream) or
 * in in_settle.  Calls come one at a time, on any thread.  If the watcher fills
 * ERR and returns -1, the call that opened or committed the file, or in_settle,
 * fails. */
typedef int file_watch_fn(void *arg, const struct file_note *note,
			  struct err *err);

/* Makes FN the watcher from now on.  If FN is NULL, there is no watcher. */
void watch_set(file_watch_fn *fn, void *arg);
int watch_is_on(void);

/* Tells the watcher, if there is one.  Any thread may call watch_tell.  It
 * waits while another thread is calling the watcher. */
int watch_tell(const struct file_note *note, struct err *err);

/*
 * A memory of digests.  With it, an unchanged image is not hashed again.  FIND
 * returns 1 with TO filled if the memory knows the file that ST describes.  ADD
 * stores the digest D of a file that was hashed.  For ADD, ST describes the
 * file as it was before the program read it.  Calls come one at a time, on any
 * thread.
 */
struct watch_memory {
	int (*find)(void *arg, const struct stat *st, struct digest *to);
	void (*add)(void *arg, const struct stat *st, const struct digest *d);
	void *arg;
};

/* Makes a copy of M the memory from now on.  If M is NULL, there is no
 * memory. */
void watch_remember(const struct watch_memory *m);

/* For in.c: call FIND and ADD of the memory.  If there is no memory, watch_find
 * returns 0 and watch_add does nothing. */
int watch_find(const struct stat *st, struct digest *to);
void watch_add(const struct stat *st, const struct digest *d);

#endif
