/*
 * tiff_file.h - an open TIFF file, and the errors met while it is read.
 *
 * Inside lib/image only.  Up to 128 files stay open after use, for the next
 * reader.
 */
#ifndef IMAGE_TIFF_FILE_H
#define IMAGE_TIFF_FILE_H

#include <stdarg.h>

#include "file/in.h"

/* Bytes that are read at once, even if less is wanted. */
enum { TIFF_WINDOW = 4096, TIFF_HEAD = 16 };

struct tiff_file {
	struct in in;
	struct tiff_file *next; /* in the list of all open files */
	const char *opening;	/* path of a file that is being opened */
	int swapped;		/* 1: the file's byte order is not the host's */
	int big;		/* 1: the file is a BigTIFF */
	unsigned char head[TIFF_HEAD]; /* the first bytes of the file */
	struct tiff_window {	       /* a part of the file, in memory */
		uint64_t pos;
		size_t n;
		unsigned char byte[TIFF_WINDOW];
	} window;

	/* for tiff.c */
	/* libtiff's handle, or NULL */
	struct tiff *h;
	uint64_t directory; /* offset of the directory that H has open */
	size_t page;	    /* number of the page in messages */
	int in_header;	    /* 1: libtiff is reading the header */
	uint64_t pos;	    /* libtiff's file position */
	int decoded;	    /* 1: H has decoded data of the page */
	/* 1: tiff_mend_add must add up the samples */
	int differs;
	/* What page number LIKE says, for pages that say the same; NULL:
	 * nothing is kept. */
	struct tiff_page *pattern;
	size_t like;
	/* row and sample that the decoder gives next */
	size_t line, sample;
	/* error of the system while libtiff was reading */
	struct err system;
	/* first error of libtiff, else its first warning */
	struct tiff_complaint {
		char text[400]; /* "" if there is none */
		int is_warning;
	} complaint;
};

/* Returns 1 if PATH can be opened and begins like a TIFF. */
int tiff_file_is(const char *path);

/* Opens the image at PATH as in_open does, for T, which is empty; copies the
 * descriptor of another reader that has the file open or is opening it.  The
 * caller calls tiff_file_end. */
int tiff_file_begin(struct tiff_file *t, const char *path, struct err *err);
void tiff_file_end(struct tiff_file *t);

/* Reads whether T is big-endian, and whether it is a BigTIFF.  Fails with
 * err_data if T does not begin like a TIFF. */
int tiff_file_header(struct tiff_file *t, struct err *err);

/* Reads N bytes at POS as in_read does, a few bytes by way of the window. */
ssize_t tiff_file_read(struct tiff_file *t, void *to, size_t n, uint64_t pos,
		       struct err *err);

/* Returns a file at PATH that tiff_file_keep has kept open, or NULL.  The
 * caller closes it by tiff_close. */
struct tiff_file *tiff_file_take(const char *path);

/* Keeps T, which nobody reads, open for tiff_file_take.  Returns the file that
 * the caller must close instead (T itself if it has changed), or NULL. */
struct tiff_file *tiff_file_keep(struct tiff_file *t);

/* Fills ERR with err_data: "cannot read 'PATH': FORMAT..." or, if the file has
 * changed since it was opened, that.  Returns -1. */
int tiff_file_fault(const struct tiff_file *t, struct err *err,
		    const char *format, ...) ERR_FORMAT(3, 4);

/* Fills ERR with WHAT, which libtiff failed to do, and libtiff's complaint, as
 * tiff_file_fault does; or with the system's error, if there was one.  Returns
 * -1. */
int tiff_file_fail(struct tiff_file *t, struct err *err, const char *what);

/* Keeps a complaint of libtiff: the first error or, without one, the first
 * warning.  Returns 1. */
int tiff_file_hear(struct tiff_file *t, int is_warning, const char *format,
		   va_list args);
void tiff_file_forget(struct tiff_file *t); /* forgets complaints */

#endif
