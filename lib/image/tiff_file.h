/*
 * tiff_file.h - an open TIFF file, and the errors that occur in reading it.
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
	/* libtiff's handle, opened at one directory; or NULL */
	struct tiff *h;
	uint64_t directory; /* offset of that directory */
	size_t page;	    /* its number in messages */
	int opening;	    /* 1: libtiff is reading the header */
	uint64_t pos;	    /* libtiff's file position */
	/* 1: the page's rows are stored as differences */
	int differs;
	/* the row and sample at which the decoder can continue */
	size_t line, sample;
	/* an error of the system while libtiff was reading */
	struct err system;
	struct tiff_complaint { /* the first error or warning of libtiff */
		char text[400]; /* "" if there is none */
		int is_warning;
	} complaint;
};

/* Fills ERR with "cannot read 'PATH': FORMAT..."; if the file has changed since
 * it was opened, says that instead.  Returns -1. */
int tiff_file_fault(const struct tiff_file *t, struct err *err,
		    const char *format, ...) ERR_FORMAT(3, 4);
/* Reports that WHAT failed in libtiff, with libtiff's complaint.  If the system
 * reported an error meanwhile, reports that instead.  Returns -1. */
int tiff_file_fail(struct tiff_file *t, struct err *err, const char *what);

/* Keeps a complaint of libtiff if it is the first one, or the first error after
 * a warning.  Returns 1. */
int tiff_file_hear(struct tiff_file *t, int is_warning, const char *format,
		   va_list args);
void tiff_file_forget(struct tiff_file *t);

#endif
