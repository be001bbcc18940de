/*
 * capture.h - copies what passes through a stream of a program into a file.
 *
 * Of a long stream, the file gets the first bytes as they come, and the last
 * bytes when the stream ends.  Inside lib/app only.
 */
#ifndef APP_CAPTURE_H
#define APP_CAPTURE_H

#include <stdint.h>

#include "base/err.h"
#include "file/digest.h"

struct capture {
	int fd;		      /* the file; -1: the stream is not captured */
	char *path;	      /* its path */
	uint64_t head, tail;  /* the most bytes that the file gets from the
				 start and from the end */
	char *ring;	      /* the last TAIL bytes after the head */
	uint64_t size;	      /* of the whole stream */
	uint64_t lost;	      /* bytes that the file does not have; set by
				capture_end */
	struct hash *hash;    /* of the whole stream */
	struct digest digest; /* set by capture_end */
	int failed;
	struct err err; /* why the file is incomplete, if FAILED */
};

/* Makes the file PATH, which gets the first HEAD and the last TAIL bytes. */
int capture_begin(struct capture *c, const char *path, uint64_t head,
		  uint64_t tail, struct err *err);
/* Adds N bytes.  An error is kept for capture_end, so that the program can go
 * on. */
void capture_add(struct capture *c, const void *data, size_t n);
/* Completes and closes the file and sets LOST and DIGEST.  If the stream was
 * too long, the file says between its first and last bytes how many are
 * missing. */
int capture_end(struct capture *c, struct err *err);
/* Frees C; the file stays. */
void capture_release(struct capture *c);

#endif
