/*
 * tiff_file.h - an open TIFF file, and what is wrong with it.
 *
 * Inside lib/image only.
 */
#ifndef IMAGE_TIFF_FILE_H
#define IMAGE_TIFF_FILE_H

#include <stdarg.h>

#include "base/in.h"

struct tiff_file {
	struct in in;
	int swapped; /* the file has the other byte order */
	int big;     /* it is a BigTIFF */

	/* for tiff.c */
	struct tiff *h;		/* libtiff's, at one directory; or NULL */
	uint64_t directory;	/* where that one lies */
	size_t page;		/* its number, for messages */
	int opening;		/* libtiff is reading the header */
	uint64_t pos;		/* libtiff's file position */
	int differs;		/* the page's rows hold differences */
	size_t line, sample;	/* next row of read_lines, and of what */
	struct err system;	/* the system's, while libtiff was reading */
	struct tiff_complaint { /* libtiff's first */
		char text[400]; /* "" if there is none */
		int is_warning;
	} complaint;
};

/* Fills ERR with "cannot read 'PATH': FORMAT...", or with that the file was
 * changed since it was opened.  Returns -1. */
int tiff_file_fault(const struct tiff_file *t, struct err *err,
		    const char *format, ...) ERR_FORMAT(3, 4);
/* The same of what went wrong inside libtiff: WHAT, and its complaint.
 * Returns -1. */
int tiff_file_fail(struct tiff_file *t, struct err *err, const char *what);

/* Keeps a complaint of libtiff: the first one, but an error says more than
 * the first warning.  Returns 1. */
int tiff_file_hear(struct tiff_file *t, int is_warning, const char *format,
		   va_list args);
void tiff_file_forget(struct tiff_file *t);

#endif
