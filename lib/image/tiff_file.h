/*
 * tiff_file.h - an open TIFF file, and the errors met while it is read.
 *
 * Files that nobody reads stay open, a limited number of them, since the next
 * plane that is wanted often lies in one of them.
 *
 * Inside lib/image only.
 */
#ifndef IMAGE_TIFF_FILE_H
#define IMAGE_TIFF_FILE_H

#include <stdarg.h>

#include "file/in.h"

/* Bytes of the file that are read at once, where less is wanted. */
enum { TIFF_WINDOW = 4096, TIFF_HEAD = 16 };

struct tiff_file {
	struct in in;
	int swapped; /* 1: the file's byte order is not the host's */
	int big;     /* 1: the file is a BigTIFF */
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
	int opening;	    /* 1: libtiff is reading the header */
	uint64_t pos;	    /* libtiff's file position */
	int decoded;	    /* 1: H has decoded data of the page */
	/* 1: samples are stored as differences */
	int differs;
	/* what the pages that are like page LIKE of the chain say, or NULL */
	struct tiff_page *pattern;
	size_t like;
	/* row and sample at which the decoder is */
	size_t line, sample;
	/* error of the system while libtiff was reading */
	struct err system;
	/* first error of libtiff, else its first warning */
	struct tiff_complaint {
		char text[400]; /* "" if there is none */
		int is_warning;
	} complaint;
};

/* Reads as in_read does, by way of the window if N is small. */
ssize_t tiff_file_read(struct tiff_file *t, void *to, size_t n, uint64_t pos,
		       struct err *err);

/* Returns a file at PATH that has stayed open, or NULL.  The caller closes it
 * by tiff_close. */
struct tiff_file *tiff_file_take(const char *path);
/* Keeps T, which nobody reads now, open for tiff_file_take.  Returns the file
 * that must be closed instead, T perhaps, or NULL. */
struct tiff_file *tiff_file_keep(struct tiff_file *t);

/* Fills ERR with "cannot read 'PATH': FORMAT..." or, if the file has changed
 * since it was opened, with that.  Returns -1. */
int tiff_file_fault(const struct tiff_file *t, struct err *err,
		    const char *format, ...) ERR_FORMAT(3, 4);

/* Fills ERR with WHAT, what libtiff failed to do, and with libtiff's complaint.
 * An error of the system takes its place.  Returns -1. */
int tiff_file_fail(struct tiff_file *t, struct err *err, const char *what);

/* Keeps a complaint of libtiff if it is the first error, or the first warning
 * and there was no error.  Returns 1. */
int tiff_file_hear(struct tiff_file *t, int is_warning, const char *format,
		   va_list args);
void tiff_file_forget(struct tiff_file *t); /* forgets complaints */

#endif
