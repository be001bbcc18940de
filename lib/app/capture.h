/*
 * capture.h - copies a stream of a program into a file.
 *
 * Of a long stream the file gets the first bytes, as they come, and the last
 * bytes, when the stream ends.
 *
 * Inside lib/app only.
 */
#ifndef APP_CAPTURE_H
#define APP_CAPTURE_H

#include <stdint.h>

#include "base/err.h"
#include "file/digest.h"

struct capture {
	/* descriptor of the file; -1: closed */
	int fd;
	char *path; /* path of the file; NULL: the stream is not captured */
	/* most bytes that the file gets from the start and the end of the
	 * stream */
	uint64_t head, tail;
	char *ring;    /* the last TAIL bytes after the first HEAD bytes */
	uint64_t size; /* bytes of the stream */
	/* bytes that the file lacks, set by capture_end */
	uint64_t lost;
	struct hash *hash; /* hash of the stream so far */
	/* digest of the stream, set by capture_end */
	struct digest digest;
	int failed; /* 1: ERR says why the file is incomplete */
	struct err err;
};

/* Makes the file PATH for the first HEAD and the last TAIL bytes.  The caller
 * releases C. */
int capture_begin(struct capture *c, const char *path, uint64_t head,
		  uint64_t tail, struct err *err);

/* Adds the next N bytes of the stream.  capture_end reports failures, so that
 * the program can go on. */
void capture_add(struct capture *c, const void *data, size_t n);

/* Completes and closes the file, and sets LOST and DIGEST.  If the file lacks
 * bytes between the first and the last ones, a line in it gives their
 * number. */
int capture_end(struct capture *c, struct err *err);

/* Frees C; the file stays. */
void capture_release(struct capture *c);

#endif
