/*
 * watch.h - one watcher that is told of every file read and written.
 *
 * It is set by file_watch (file.h); those who read and write tell it.
 */
#ifndef BASE_WATCH_H
#define BASE_WATCH_H

#include <stdint.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/err.h"

enum file_kind {
	FILE_PLAIN, /* tables, settings, weights: kept by content */
	FILE_IMAGE, /* kept by reference: path, size, digest */
};

struct file_note {
	int output; /* 0: was read, 1: was written */
	enum file_kind kind;
	const char *path;	/* as the user or a table wrote it */
	const char *at;		/* where it can be read now; NULL: a stream */
	const struct buf *data; /* the content if it is in memory, or NULL */
	uint64_t size;
	struct digest digest;
};

/* FN is told of each input once and of each output when it is committed;
 * one call at a time, on any thread.  Of an input when it is first opened,
 * but of an image when it has been hashed, which is while it is decoded
 * (in_stream) or in in_settle.  It returns -1 with ERR filled to make
 * the call that opened or committed fail, or in_settle.  NULL: nobody
 * listens; images that nobody was told of by then are forgotten. */
typedef int file_watch_fn(void *arg, const struct file_note *note,
			  struct err *err);

/* From now on FN is told; NULL: nobody. */
void watch_set(file_watch_fn *fn, void *arg);
int watch_is_on(void);
/* The watcher is told of one file at a time, on any thread. */
int watch_tell(const struct file_note *note, struct err *err);

#endif
