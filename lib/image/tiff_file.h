/*
 * tiff_file.h - an open TIFF file, and errors in reading it.
 *
 * Inside lib/image only.
 */
#ifndef IMAGE_TIFF_FILE_H
#define IMAGE_TIFF_FILE_H

#include <stdarg.h>

#include "file/in.h"

struct tiff_file {
	struct in in;
	int swapped; /* 1: the file has the other byte order */
	int big;     /* 1: it is a BigTIFF */

	/* for tiff.c */
	/* libtiff's handle, at one directory; or NULL */
	struct tiff *h;
	uint64_t directory; /* offset of that directory */
	size_t page;	    /* its number in messages */
	int opening;	    /* 1: libtiff is reading the header */
	uint64_t pos;	    /* libtiff's file position */
	/* 1: the page's rows are stored as differences */
	int differs;
	/* the row and sample at which read_lines can continue */
	size_t line, sample;
	/* an error of the system while libtiff was reading */
	struct err system;
	struct tiff_complaint { /* the first error or warning of libtiff */
		char text[400]; /* "" if there is none */
		int is_warning;
	} complaint;
};

/* Fills ERR with "cannot read 'PATH': FORMAT..." or, if the file was changed
 * since it was opened, with that.  Returns -1. */
int tiff_file_fault(const struct tiff_file *t, struct err *err,
		    const char *format, ...) ERR_FORMAT(3, 4);
/* The same for a failure inside libtiff: WHAT failed, and libtiff's complaint.
 * An error of the system goes first.  Returns -1. */
int tiff_file_fail(struct tiff_file *t, struct err *err, const char *what);

/* Keeps a complaint of libtiff if it is the first one, or the first error after
 * a warning.  Returns 1. */
int tiff_file_hear(struct tiff_file *t, int is_warning, const char *format,
		   va_list args);
void tiff_file_forget(struct tiff_file *t);

#endif
