/*
 * capture.h - copies what passes through a stream of a program into a file.
 *
 * The file of a long stream holds only the first and the last bytes.  The
 * first bytes are written as they come, the last bytes when the stream ends.
 *
 * Inside lib/app only.
 */
#ifndef APP_CAPTURE_H
#define APP_CAPTURE_H

#include <stdint.h>

#include "base/err.h"
#include "file/digest.h"

struct capture {
	/* file descriptor of the file; -1: the stream is not captured */
	int fd;
	char *path; /* path of the file */
	/* most bytes that the file gets from the start and from the end of the
	 * stream */
	uint64_t head, tail;
	char *ring;    /* last TAIL bytes after the first HEAD bytes */
	uint64_t size; /* bytes of the whole stream */
	/* bytes of the stream that the file lacks; set by capture_end */
	uint64_t lost;
	struct hash *hash; /* hash of the whole stream so far */
	/* digest of the whole stream; set by capture_end */
	struct digest digest;
	int failed;	/* 1: an error occurred */
	struct err err; /* reason why the file is incomplete, if FAILED */
};

/* Makes the file PATH.  It gets the first HEAD and the last TAIL bytes of the
 * stream. */
int capture_begin(struct capture *c, const char *path, uint64_t head,
		  uint64_t tail, struct err *err);

/* Adds the next N bytes of the stream.  An error is reported only by
 * capture_end, so that the program can go on. */
void capture_add(struct capture *c, const void *data, size_t n);

/* Completes and closes the file, and sets LOST and DIGEST.  If the file lacks
 * bytes of the stream, a line between the first and the last bytes says how
 * many. */
int capture_end(struct capture *c, struct err *err);

/* Frees C; the file stays. */
void capture_release(struct capture *c);

#endif
