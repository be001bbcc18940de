/*
 * watch.h - one watcher that is told of every file read and written.
 *
 * file_watch (file.h) sets it; the modules that read and write files tell it.
 */
#ifndef FILE_WATCH_H
#define FILE_WATCH_H

#include <stdint.h>

#include "base/buf.h"
#include "file/digest.h"
#include "base/err.h"

enum file_kind {
	FILE_PLAIN, /* tables, settings, weights: kept by content */
	FILE_IMAGE, /* kept by reference: path, size, digest */
};

struct file_note {
	int output; /* 0: was read, 1: was written */
	enum file_kind kind;
	const char *path;	/* as the user or a table wrote it */
	const char *at;		/* path to read it from now; NULL: a stream */
	const struct buf *data; /* the content if it is in memory, or NULL */
	uint64_t size;
	struct digest digest;
};

/* The watcher.  It is called once for each input, when that is first opened,
 * and for each output, when that is committed; for an image it is called when
 * the image has been hashed, which is while it is decoded (in_stream) or in
 * in_settle.  Calls come one at a time, on any thread.  The watcher may fill
 * ERR and return -1: then the call that opened or committed the file fails,
 * or in_settle. */
typedef int file_watch_fn(void *arg, const struct file_note *note,
			  struct err *err);

/* Make FN the watcher from now on; NULL: no watcher. */
void watch_set(file_watch_fn *fn, void *arg);
int watch_is_on(void);
/* Tell the watcher, if there is one.  Any thread may call this: others wait
 * until the watcher has returned. */
int watch_tell(const struct file_note *note, struct err *err);

#endif
